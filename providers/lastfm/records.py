"""Last.fm's JSON: https://www.last.fm/api/show/artist.getTopTags"""

from __future__ import annotations

import re
import unicodedata

from providers.source import (
    ArtistTag,
    SourceError,
    SourceFailure,
    nested,
    objects_in,
    parse_artist_tag,
)
from providers.text import storable_part

# Counts go to 100 for the tag used most; below this they are remarks of a few listeners.
MIN_COUNT = 10
# https://www.last.fm/api/errorcodes: 6 is no error for us, any other code is a server of theirs that is down.
ARTIST_NOT_FOUND = 6
FAILURES = {
    4: SourceFailure.FORBIDDEN,
    10: SourceFailure.FORBIDDEN,
    26: SourceFailure.FORBIDDEN,
    29: SourceFailure.LIMITED,
}


def parse_top_tags(answer: object, artist: str) -> tuple[list[ArtistTag], int]:
    """Returns the tags of an artist, and how many were rejected. Raises `SourceError`."""
    # Errors come with status 200, too, and a number of Last.fm's own.
    code = nested(answer, "error")
    if code == ARTIST_NOT_FOUND:
        return [], 0
    if code is not None or not isinstance(nested(answer, "toptags"), dict):
        failure = FAILURES.get(code, SourceFailure.DOWN) if isinstance(code, int) else SourceFailure.DOWN
        raise SourceError(failure)
    # Last.fm corrects misspelt names, and at times to another artist's.
    if _simplified(storable_part(nested(answer, "toptags", "@attr", "artist"))) != _simplified(artist):
        return [], 1
    entries = nested(answer, "toptags", "tag")
    if not isinstance(entries, list):
        entries = [entries]  # a single tag comes without a list
    tags = [
        parse_artist_tag(row.get("name"), _number(row.get("count")), is_genre=False)
        for row in objects_in(entries)
    ]
    return [tag for tag in tags if tag is not None and tag.count >= MIN_COUNT], tags.count(None)


def _number(value: object) -> object:
    """Some of their JSON has numbers as text."""
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 5 else value


def _simplified(name: str) -> str:
    """What stays the same where a correction only adds an article, spaces, signs or accents."""
    letters = unicodedata.normalize("NFKD", re.sub(r"^the\s+|\s&\s|\sand\s", "", name.casefold()))
    return re.sub(r"[^\w]", "", letters) or letters
