"""MusicBrainz: from an artist's Spotify address to MusicBrainz's id of the artist, and on to ListenBrainz's tags."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from providers import http
from providers.listenbrainz.client import BATCH_SIZE, get_artist_tags
from providers.musicbrainz.records import ARTIST_ADDRESS, parse_artist_ids
from providers.source import ArtistRef, ArtistTag, Credit, SourceAnswer, SourceError


class MusicBrainz:
    """Two requests a batch, see `providers.source.Source`: MusicBrainz has the ids, ListenBrainz the tags.

    An id that was found once is stored and not asked for again.
    """

    name = state_name = "musicbrainz"
    title = "MusicBrainz"
    # Tags may only be used with their licence named: https://musicbrainz.org/doc/About/Data_License
    credits = (
        Credit("MusicBrainz", "https://musicbrainz.org/", "(CC BY-NC-SA 3.0)"),
        Credit("ListenBrainz", "https://listenbrainz.org/"),
    )
    # It would take 100 addresses, but then the request line comes near the 8 KB that servers read.
    batch_size = BATCH_SIZE
    # One request a second for all who share this IP address:
    # https://musicbrainz.org/doc/MusicBrainz_API/Rate_Limiting
    pause = 1.0
    is_optional = False

    @property
    def requests_per_day(self) -> int:
        return settings.ENRICHMENT_REQUESTS_PER_DAY

    def fetch(self, refs: Sequence[ArtistRef], *, max_requests: int) -> SourceAnswer[list[ArtistTag]]:
        unidentified = [ref for ref in refs if ref.spotify_id and not ref.mbid]
        answer: SourceAnswer[list[ArtistTag]] = SourceAnswer()
        if unidentified:
            answer.requests += 1
            answer.mbids, answer.rejected = parse_artist_ids(_get_artist_ids(unidentified), unidentified)
        mbids = answer.mbids | {ref.pk: ref.mbid for ref in refs if ref.mbid}
        if not mbids:
            return answer
        try:
            answer.requests += 1
            tags, rejected = get_artist_tags(sorted(set(mbids.values())))
        except SourceError as error:
            # Not raised: the ids that MusicBrainz gave are kept.
            answer.error = error
            answer.postponed = set(mbids)
            return answer
        answer.rejected += rejected
        answer.values = {pk: tags[mbid] for pk, mbid in mbids.items() if tags.get(mbid)}
        return answer


def _get_artist_ids(refs: Sequence[ArtistRef]) -> object:
    """https://musicbrainz.org/doc/MusicBrainz_API#url_(by_text)"""
    parameters = {
        "resource": [ARTIST_ADDRESS + ref.spotify_id for ref in refs],
        "inc": "artist-rels",
        "fmt": "json",
    }
    return http.get_json(f"{settings.MUSICBRAINZ_URL}/ws/2/url", parameters)
