"""A person's saved tracks as a sheet shows them, read from the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from library.models import SavedTrack
from syncer.load.sheet import keys


@dataclass(frozen=True, slots=True)
class Save:
    """What a row shows of a saved track. `ordinal` tells equal local files apart; the oldest is 1."""

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
    ordinal: int = 1

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
)


@dataclass(frozen=True, slots=True)
class InScope:
    """`rows` have a row each, newest first; `repeated` are tracks saved twice, which share the newer one's."""

    rows: list[Save]
    repeated: list[Save]


def newest_saves(user_id: int, limit: int | None) -> InScope:
    """The living saves that are tracks, newest first: all, or the `limit` newest."""
    living = SavedTrack.objects.filter(user_id=user_id, removed_at=None, track__isnull=False)
    locals_ = Counter(living.filter(track__is_local=True).values_list("track__key", flat=True))
    seen: Counter[str] = Counter()
    found = InScope([], [])
    for line in living.order_by("-position").values_list(*FIELDS)[:limit]:
        key = line[0]
        if key in locals_:
            found.rows.append(_numbered(Save(*line), locals_[key] - seen[key]))
        else:
            (found.repeated if seen[key] else found.rows).append(Save(*line))
        seen[key] += 1
    return found


def former_saves(user_id: int, links: Collection[str]) -> tuple[list[Save], list[Save]]:
    """What the person's history knows of these links: saves that were removed, and saves that still live."""
    asked = {link: (keys.track_key(link), keys.ordinal(link)) for link in links}
    track_keys = {track_key for track_key, _ in asked.values()}
    history = SavedTrack.objects.filter(user_id=user_id, track__isnull=False)
    living = _by_key(history.filter(removed_at=None), track_keys)
    gone = _by_key(history.exclude(removed_at=None), track_keys)
    removed, outside = [], []
    for track_key, ordinal in asked.values():
        if len(living.get(track_key, ())) >= ordinal:
            outside.append(_numbered(living[track_key][-1], ordinal))
        elif track_key in gone:
            removed.append(_numbered(gone[track_key][-1], ordinal))
    return removed, outside


def with_removed(living: Sequence[Save], removed: Iterable[Save]) -> list[Save]:
    """Newest first, each removed save above the first living one that was saved before it.

    Positions tell those of one second apart: they are kept when a save goes.
    """
    left = sorted(removed, key=lambda save: (save.added_at, save.position))
    found: list[Save] = []
    for save in living:
        while left and (left[-1].added_at, left[-1].position) > (save.added_at, save.position):
            found.append(left.pop())
        found.append(save)
    return found + left[::-1]


def _numbered(save: Save, ordinal: int) -> Save:
    return replace(save, ordinal=ordinal)


def _by_key(saves: QuerySet[SavedTrack], track_keys: Collection[str]) -> dict[str, list[Save]]:
    """Oldest first under each of the keys, own or former."""
    found: dict[str, list[Save]] = {}
    for part in _slices(track_keys):
        for save in _read(saves.filter(track__key__in=part)):
            found.setdefault(save.track_key, []).append(save)
    missing = set(track_keys) - found.keys()
    if missing:
        for save in _read(saves.exclude(former_keys=[])):
            for key in missing.intersection(save.former_keys):
                found.setdefault(key, []).append(save)
    return found


def _read(saves: QuerySet[SavedTrack]) -> Iterator[Save]:
    return (Save(*line) for line in saves.order_by("added_at").values_list(*FIELDS))


def _slices(items: Collection[Any], size: int = 500) -> Iterable[list[Any]]:
    """SQLite takes a limited number of values in one query."""
    everything = sorted(items)
    return (everything[start : start + size] for start in range(0, len(everything), size))
