"""MusicBrainz's JSON: https://musicbrainz.org/doc/MusicBrainz_API"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from providers.source import ArtistRef, SourceError, SourceFailure, nested, objects_in
from providers.text import storable_part

ARTIST_ADDRESS = "https://open.spotify.com/artist/"
# Stored and sent to ListenBrainz: what is no id must not get into its address.
MBID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def parse_artist_ids(answer: object, refs: Sequence[ArtistRef]) -> tuple[dict[int, str], int]:
    """Returns MusicBrainz ids by primary key, and how many records were rejected. Raises `SourceError`."""
    if answer is None:
        return {}, 0
    pks = {ARTIST_ADDRESS + ref.spotify_id: ref.pk for ref in refs}
    mbids: dict[int, str] = {}
    rejected = 0
    for url in _urls(answer):
        pk, mbid = pks.get(storable_part(url.get("resource"))), _artist_id(url)
        if pk is None or not mbid:
            rejected += 1
        else:
            mbids.setdefault(pk, mbid)
    return mbids, rejected


def _urls(answer: object) -> list[Mapping[str, Any]]:
    """Raises `SourceError`."""
    # One address found is a url object, several are a list of them; unknown addresses are left out.
    if isinstance(nested(answer, "resource"), str):
        return objects_in([answer])
    urls = answer if isinstance(answer, list) else nested(answer, "urls")
    if not isinstance(urls, list):
        raise SourceError(SourceFailure.DOWN)
    return objects_in(urls)


def _artist_id(url: object) -> str:
    """Returns the id of the first artist that the address belongs to, "" without one."""
    for relation in objects_in(nested(url, "relations")):
        mbid = storable_part(nested(relation, "artist", "id")).lower()
        if MBID.fullmatch(mbid):
            return mbid
    return ""
