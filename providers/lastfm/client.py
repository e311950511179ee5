"""Last.fm: what its listeners tag an artist with, by name; only with a key. One request an artist.

https://www.last.fm/api/show/artist.getTopTags
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from django.conf import settings

from providers import http
from providers.source import Answer, ArtistRef, SourceError, SourceFailure, Tag, branch, read_tag, rows, text

Kind = SourceFailure
RARE = 10
"""Counts go to 100 for the tag used most; below this they are remarks of a few."""
NOT_FOUND = 6
TROUBLES = {4: Kind.FORBIDDEN, 10: Kind.FORBIDDEN, 26: Kind.FORBIDDEN, 29: Kind.LIMITED}
"""Of https://www.last.fm/api/errorcodes; any other code is a server of theirs that is down."""


class LastFm:
    name = state = "lastfm"
    # It allows five requests a second.
    batch = 5
    pause = 1.0
    bonus = False

    @property
    def per_day(self) -> int:
        return settings.ENRICHMENT_REQUESTS_PER_DAY

    def ask(self, refs: Sequence[ArtistRef], *, most: int) -> Answer[list[Tag]]:
        answer: Answer[list[Tag]] = Answer(later={ref.pk for ref in refs})
        for ref in refs[:most]:
            try:
                answer.requests += 1
                raw = http.get(f"{settings.LASTFM_URL}/2.0/", parameters(ref))
                found, refused = read(raw, ref.name)
            except SourceError as trouble:
                answer.trouble = trouble
                break
            answer.later.discard(ref.pk)
            answer.refused += refused
            if found:
                answer.known[ref.pk] = found
        return answer


def parameters(ref: ArtistRef) -> dict[str, str]:
    return {
        "method": "artist.gettoptags",
        "artist": ref.name,
        "autocorrect": "1",
        "api_key": settings.LASTFM_API_KEY,
        "format": "json",
    }


def read(raw: object, name: str) -> tuple[list[Tag], int]:
    """Tags, and how many were not believed. Errors come with status 200, too, and a number of their own."""
    code = branch(raw, "error")
    if code == NOT_FOUND:
        return [], 0
    if code is not None or not isinstance(branch(raw, "toptags"), dict):
        raise SourceError(TROUBLES.get(code, Kind.DOWN) if isinstance(code, int) else Kind.DOWN)
    if _plain(text(branch(raw, "toptags", "@attr", "artist"))) != _plain(name):
        return [], 1  # autocorrect went too far
    tags = branch(raw, "toptags", "tag")
    found = rows(tags if isinstance(tags, list) else [tags])  # a single tag comes without a list
    named = [read_tag(row.get("name"), _count(row.get("count")), is_genre=False) for row in found]
    return [tag for tag in named if tag is not None and tag.count >= RARE], named.count(None)


def _count(value: object) -> object:
    """Some of their JSON has numbers as text."""
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 5 else value


def _plain(name: str) -> str:
    """What stays the same where autocorrect only adds an article, spaces, signs or accents."""
    letters = unicodedata.normalize("NFKD", re.sub(r"^the\s+|\s&\s|\sand\s", "", name.casefold()))
    return re.sub(r"[^\w]", "", letters) or letters
