"""The row's key: the text of its Link cell in the one form that a sync writes."""

from __future__ import annotations

import re

from providers.spotify.records import TRACK_PAGE
from sheets.planner.grid import Grid

_LOCAL = "spotify:local:"
# what "Copy link" gives in the apps and on the web, by country and for embedding, and what older sheets hold
_TRACK = re.compile(
    r"(?:spotify:track:|(?:https?://)?(?:open|play)\.spotify\.com/(?:intl-[a-z-]+/)?(?:embed/)?track/)"
    r"([0-9A-Za-z]+)/?(?:[?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
_ORDINAL = re.compile(r"#\d+$")


def track_link(track_key: str, ordinal: int = 1) -> str:
    """Returns the Link cell of a track: its page at Spotify, or a local file's URI.

    Local files may share one URI: the second and later ones carry `#2`, `#3`, which no URI of Spotify's contains.
    """
    if not track_key.startswith(_LOCAL):
        return TRACK_PAGE + track_key
    return track_key if ordinal == 1 else f"{track_key}#{ordinal}"


def key_of(text: str) -> str | None:
    """Returns the key that a text means: any form in which Spotify hands out a track. None for other text."""
    text = text.strip()
    if text.startswith(_LOCAL):
        return text
    match = _TRACK.fullmatch(text)
    # the id is compared exactly, capitals included; what follows it (`?si=…`) only tracks how the link was shared
    return TRACK_PAGE + match[1] if match else None


def track_key_of(key: str) -> str:
    """Reverses `track_link`: returns the Spotify id, or the local file's URI without the ordinal."""
    if key.startswith(_LOCAL):
        return _ORDINAL.sub("", key)
    return key.removeprefix(TRACK_PAGE)


def ordinal_of(key: str) -> int:
    """Returns which of several local files with one URI the key means, from 1."""
    match = _ORDINAL.search(key) if key.startswith(_LOCAL) else None
    return int(match[0][1:]) if match else 1


def key_at(grid: Grid, row: int, link: int | None) -> str | None:
    """Returns the key in the row's Link cell; None where it holds none, or there is no Link column."""
    cell = grid.cell(row, link) if link is not None else None
    return key_of(cell) if isinstance(cell, str) else None
