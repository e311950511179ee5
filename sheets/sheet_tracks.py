"""A person's saved tracks as a sheet shows them, read from the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from library.models import SavedTrack
from sheets.planner import track_links as keys


@dataclass(frozen=True, slots=True)
class SheetTrack:
    """What a row shows of a saved track. `link_number` tells equal local files apart; 0 for every other track."""

    track_key: str
    former_keys: list[str]
    added_at: datetime
    removed_at: datetime | None
    position: int
    name: str
    artists: str
    album: str
    release_date: str
    duration_ms: int | None
    explicit: bool | None
    isrc: str
    track_id: int
    tempo: float | None
    energy: float | None
    danceability: float | None
    acousticness: float | None
    valence: float | None
    link_number: int = 0

    @property
    def ordinal(self) -> int:
        return self.link_number or 1

    @property
    def link(self) -> str:
        return keys.link(self.track_key, self.ordinal)

    @property
    def former_links(self) -> tuple[str, ...]:
        return tuple(keys.link(key) for key in self.former_keys)


FIELDS = (
    "track__key",
    "former_keys",
    "added_at",
    "removed_at",
    "position",
    "track__name",
    "track__artist_line",
    "track__album__name",
    "track__album__release_date",
    "track__duration_ms",
    "track__explicit",
    "track__isrc",
    "track_id",
    *(f"track__features__{name}" for name in ("tempo", "energy", "danceability", "acousticness", "valence")),
    "link_number",
)


@dataclass(frozen=True, slots=True)
class InScope:
    """`rows` have a row each, newest first; `repeated` are tracks saved twice, which share the newer one's."""

    rows: list[SheetTrack]
    repeated: list[SheetTrack]


def newest_saves(user_id: int, limit: int | None) -> InScope:
    """The living saves that are tracks, newest first: all, or the `limit` newest."""
    living = SavedTrack.objects.filter(user_id=user_id, removed_at=None, track__isnull=False)
    found = InScope([], [])
    links: set[str] = set()
    for line in living.order_by("-position").values_list(*FIELDS)[:limit]:
        save = SheetTrack(*line)
        (found.repeated if save.link in links else found.rows).append(save)
        links.add(save.link)
    return found


def former_saves(user_id: int, links: Collection[str]) -> tuple[list[SheetTrack], list[SheetTrack]]:
    """What the person's history knows of these links: saves that were removed, and saves that still live."""
    asked = {link: (keys.track_key(link), keys.ordinal(link)) for link in links}
    track_keys = {track_key for track_key, _ in asked.values()}
    history = SavedTrack.objects.filter(user_id=user_id, track__isnull=False)
    living = _by_key(history.filter(removed_at=None).order_by("position"), track_keys)
    gone = _by_key(history.exclude(removed_at=None).order_by("added_at", "position"), track_keys)
    removed, outside = [], []
    for track_key, ordinal in asked.values():
        if lives := _meant(living.get(track_key, ()), track_key, ordinal):
            outside.append(lives)
        elif left := _meant(gone.get(track_key, ()), track_key, ordinal):
            removed.append(left)
    return removed, outside


def with_removed(living: Sequence[SheetTrack], removed: Iterable[SheetTrack]) -> list[SheetTrack]:
    """Newest first, each removed save above the first living one that was saved before it.

    Positions tell those of one second apart: they are kept when a save goes.
    """
    left = sorted(removed, key=lambda save: (save.added_at, save.position))
    found: list[SheetTrack] = []
    for save in living:
        while left and (left[-1].added_at, left[-1].position) > (save.added_at, save.position):
            found.append(left.pop())
        found.append(save)
    return found + left[::-1]


def _meant(saves: Sequence[SheetTrack], track_key: str, ordinal: int) -> SheetTrack | None:
    """The last of those under this key that the ordinal means. It means nothing under a former key.

    What was removed before it had a number may have stood under any.
    """
    ours = [save for save in saves if save.track_key != track_key or save.ordinal == ordinal]
    if ours:
        return ours[-1]
    unnumbered = [save for save in saves if not save.link_number]
    return replace(unnumbered[-1], link_number=ordinal) if unnumbered else None


def _by_key(saves: QuerySet[SavedTrack], track_keys: Collection[str]) -> dict[str, list[SheetTrack]]:
    """In their order under each of the keys, own or former."""
    found: dict[str, list[SheetTrack]] = {}
    for part in _slices(track_keys):
        for save in _read(saves.filter(track__key__in=part)):
            found.setdefault(save.track_key, []).append(save)
    missing = set(track_keys) - found.keys()
    if missing:
        for save in _read(saves.exclude(former_keys=[])):
            for key in missing.intersection(save.former_keys):
                found.setdefault(key, []).append(save)
    return found


def _read(saves: QuerySet[SavedTrack]) -> Iterator[SheetTrack]:
    return (SheetTrack(*line) for line in saves.values_list(*FIELDS))


def _slices(items: Collection[Any], size: int = 500) -> Iterable[list[Any]]:
    """SQLite takes a limited number of values in one query."""
    everything = sorted(items)
    return (everything[start : start + size] for start in range(0, len(everything), size))
