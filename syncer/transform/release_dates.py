"""Parses the release date of an album: a year, a month or a day.

    "1967"          year
    "1967-05"       month
    "1967-05-26"    day

https://developer.spotify.com/documentation/web-api/reference/get-an-album
"""

from __future__ import annotations

import re

RELEASE_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
# The length says it, and Spotify's own `release_date_precision`, which may be missing like any other field, says
# nothing more.
PRECISIONS = {4: "year", 7: "month", 10: "day"}


def parse_release_date(text: str) -> tuple[str, str] | None:
    """Returns the date and its precision ("year", "month", "day"), empty for an empty text, or None if it is no date."""
    if text and not RELEASE_DATE.fullmatch(text):
        return None
    return text, PRECISIONS.get(len(text), "")
