"""Last.fm: the tags that its listeners give an artist, by name; only with a key."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from providers import http
from providers.lastfm.records import parse_top_tags
from providers.source import ArtistRef, ArtistTag, Credit, SourceAnswer, SourceError


class LastFm:
    """One request an artist, see `providers.source.Source`."""

    name = state_name = "lastfm"
    title = "Last.fm"
    # https://www.last.fm/api/tos wants these words.
    credits = (Credit("Last.fm", "https://www.last.fm/", "(powered by AudioScrobbler)"),)
    # It allows five requests a second.
    batch_size = 5
    pause = 1.0
    is_optional = False

    @property
    def requests_per_day(self) -> int:
        return settings.ENRICHMENT_REQUESTS_PER_DAY

    def fetch(self, refs: Sequence[ArtistRef], *, max_requests: int) -> SourceAnswer[list[ArtistTag]]:
        answer: SourceAnswer[list[ArtistTag]] = SourceAnswer(postponed={ref.pk for ref in refs})
        for ref in refs[:max_requests]:
            try:
                answer.requests += 1
                tags, rejected = parse_top_tags(_get_top_tags(ref.name), ref.name)
            except SourceError as error:
                # Not raised: what the requests before it have brought is kept.
                answer.error = error
                break
            answer.postponed.discard(ref.pk)
            answer.rejected += rejected
            if tags:
                answer.values[ref.pk] = tags
        return answer


def _get_top_tags(artist: str) -> object:
    """https://www.last.fm/api/show/artist.getTopTags"""
    parameters = {
        "method": "artist.gettoptags",
        "artist": artist,
        "autocorrect": "1",
        "api_key": settings.LASTFM_API_KEY,
        "format": "json",
    }
    return http.get_json(f"{settings.LASTFM_URL}/2.0/", parameters)
