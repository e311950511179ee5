"""A person's saved tracks as a sheet shows them, read from the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from library.models import SavedTrack
from sheets.planner.track_links import ordinal_of, track_key_of, track_link


def _path(path: str) -> dict[str, str]:
    """Metadata of a field that is read from another path of `SavedTrack` than its own name."""
    return {"path": path}


@dataclass(slots=True)
class SheetTrack:
    """What a row shows of a saved track: each field says where the database has it.

    `link_number` tells equal local files apart; 0 for every other track. `genres` are filled in by the maker of rows,
    for sheets that show them: one query for the whole library.
    """

    # not frozen: a frozen dataclass takes twice as long to make, and a library has up to 50,000
    track_key: str = field(metadata=_path("track__key"))
    former_keys: list[str]
    added_at: datetime
    removed_at: datetime | None
    position: int
    name: str = field(metadata=_path("track__name"))
    artists: str = field(metadata=_path("track__artist_line"))
    album: str = field(metadata=_path("track__album__name"))
    release_date: str = field(metadata=_path("track__album__release_date"))
    duration_ms: int | None = field(metadata=_path("track__duration_ms"))
    explicit: bool | None = field(metadata=_path("track__explicit"))
    isrc: str = field(metadata=_path("track__isrc"))
    track_id: int
    tempo: float | None = field(metadata=_path("track__features__tempo"))
    energy: float | None = field(metadata=_path("track__features__energy"))
    danceability: float | None = field(metadata=_path("track__features__danceability"))
    acousticness: float | None = field(metadata=_path("track__features__acousticness"))
    valence: float | None = field(metadata=_path("track__features__valence"))
    link_number: int = 0
    genres: str | None = field(default=None, init=False)

    @property
    def ordinal(self) -> int:
        return self.link_number or 1

    @property
    def link(self) -> str:
        return track_link(self.track_key, self.ordinal)

    @property
    def former_links(self) -> tuple[str, ...]:
        return tuple(track_link(key) for key in self.former_keys)


_PATHS = tuple(one.metadata.get("path", one.name) for one in fields(SheetTrack) if one.init)
"""In the order of the fields by construction, whatever that order is."""


def read_tracks(saves: QuerySet[SavedTrack]) -> Iterator[SheetTrack]:
    """Yields the saves, in the query's order, as a row shows them."""
    # tuples and not keywords or model instances: a library has up to 50,000, and those take several times as long
    return (SheetTrack(*values) for values in saves.values_list(*_PATHS))


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
    for save in read_tracks(living.order_by("-position")[:limit]):
        (found.repeated if save.link in links else found.rows).append(save)
        links.add(save.link)
    return found


def former_saves(user_id: int, links: Collection[str]) -> tuple[list[SheetTrack], list[SheetTrack]]:
    """What the person's history knows of these links: saves that were removed, and saves that still live."""
    asked = {link: (track_key_of(link), ordinal_of(link)) for link in links}
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
        for save in read_tracks(saves.filter(track__key__in=part)):
            found.setdefault(save.track_key, []).append(save)
    missing = set(track_keys) - found.keys()
    if missing:
        for save in read_tracks(saves.exclude(former_keys=[])):
            for key in missing.intersection(save.former_keys):
                found.setdefault(key, []).append(save)
    return found


def _slices(items: Collection[Any], size: int = 500) -> Iterable[list[Any]]:
    """SQLite takes a limited number of values in one query."""
    everything = sorted(items)
    return (everything[start : start + size] for start in range(0, len(everything), size))
