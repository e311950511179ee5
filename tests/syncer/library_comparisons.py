"""When what is stored is what the library was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from tests.syncer.spotify_library import Entry, SpotifyLibrary, listed

Shown = list[tuple[str | None, datetime]]


def by_second(shown: Shown) -> Shown:
    """Within a second the order says nothing."""
    return sorted(shown, key=lambda save: (save[1], save[0] or ""), reverse=True)


def is_newest_first(shown: Shown) -> bool:
    dates = [added_at for _, added_at in shown]
    return dates == sorted(dates, reverse=True)


def was_once(shown: Shown, spotify: SpotifyLibrary) -> bool:
    """`shown` is what the library was at a moment of the last run."""
    return by_second(shown) in [by_second(listed(moment)) for moment in spotify.moments]


def had_its_dates_once(shown: Shown, spotify: SpotifyLibrary) -> bool:
    """The same, whatever ids Spotify gives the saves, and whether it gives any."""
    dates = sorted(added_at for _, added_at in shown)
    return dates in [sorted(entry.added_at for entry in moment) for moment in spotify.moments]


def is_now(shown: Shown, entries: list[Entry]) -> bool:
    """`shown` is `entries`; what is listed as null may be known from before."""
    stored, there = _ids(shown), _ids(listed(entries))
    return _counts(stored) == _counts(there) and all(
        {key for key in keys if key} <= set(stored[added_at]) for added_at, keys in there.items()
    )


def _ids(shown: Shown) -> dict[datetime, list[str | None]]:
    found = defaultdict(list)
    for key, added_at in shown:
        found[added_at].append(key)
    return found


def _counts(ids: dict[datetime, list[str | None]]) -> Iterable[tuple[datetime, int]]:
    return sorted((added_at, len(keys)) for added_at, keys in ids.items())
