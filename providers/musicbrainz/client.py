"""MusicBrainz: from an artist's Spotify address to MusicBrainz's id of the artist.

One request a second for everybody behind this address: https://musicbrainz.org/doc/MusicBrainz_API/Rate_Limiting
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from providers import http
from providers.listenbrainz import client as listenbrainz
from providers.source import Answer, ArtistRef, SourceError, SourceFailure, Tag, branch, rows, text

ADDRESS = "https://open.spotify.com/artist/"
MBID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class MusicBrainz:
    """Two steps: MusicBrainz knows who it is, ListenBrainz what they play. An id once found is not asked for again."""

    name = state = "musicbrainz"
    # Of 100 addresses, which it would take, a request line comes near the 8 KB that servers read.
    batch = listenbrainz.BATCH
    pause = 1.0
    bonus = False

    @property
    def per_day(self) -> int:
        return settings.ENRICHMENT_REQUESTS_PER_DAY

    def ask(self, refs: Sequence[ArtistRef], *, most: int) -> Answer[list[Tag]]:
        nameless = [ref for ref in refs if ref.spotify_id and not ref.mbid]
        answer: Answer[list[Tag]] = Answer()
        if nameless:
            answer.requests += 1
            raw = http.get(f"{settings.MUSICBRAINZ_URL}/ws/2/url", parameters(nameless))
            answer.mbids, answer.refused = read(raw, nameless)
        mbids = answer.mbids | {ref.pk: ref.mbid for ref in refs if ref.mbid}
        if not mbids:
            return answer
        try:
            answer.requests += 1
            tags, refused = listenbrainz.tags(sorted(set(mbids.values())))
        except SourceError as trouble:
            answer.trouble = trouble
            answer.later = set(mbids)
            return answer
        answer.refused += refused
        answer.known = {pk: tags[mbid] for pk, mbid in mbids.items() if tags.get(mbid)}
        return answer


def parameters(refs: Sequence[ArtistRef]) -> dict[str, str | list[str]]:
    return {"resource": [ADDRESS + ref.spotify_id for ref in refs], "inc": "artist-rels", "fmt": "json"}


def read(raw: object, refs: Sequence[ArtistRef]) -> tuple[dict[int, str], int]:
    """Ids by primary key, and how many records were not believed.

    One address found is a url object, several are a list of them; those that nobody knows are left out.
    """
    if raw is None:
        return {}, 0
    found = _urls(raw)
    asked = {ADDRESS + ref.spotify_id: ref.pk for ref in refs}
    mbids: dict[int, str] = {}
    refused = 0
    for url in found:
        pk, mbid = asked.get(text(url.get("resource"))), _artist(url)
        if pk is None or not mbid:
            refused += 1
        else:
            mbids.setdefault(pk, mbid)
    return mbids, refused


def _urls(raw: object) -> list[Mapping[str, Any]]:
    if isinstance(branch(raw, "resource"), str):
        return rows([raw])
    several = raw if isinstance(raw, list) else branch(raw, "urls")
    if not isinstance(several, list):
        raise SourceError(SourceFailure.DOWN)
    return rows(several)


def _artist(url: object) -> str:
    """The first artist that the address belongs to."""
    for relation in rows(branch(url, "relations")):
        mbid = text(branch(relation, "artist", "id")).lower()
        if MBID.fullmatch(mbid):
            return mbid
    return ""
