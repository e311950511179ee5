"""What has to be true of a sheet after a sync, told from what stood there before; knows nothing of the planner's ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sheets.columns import COLUMNS, get_columns
from sheets.planner.track_links import key_of
from tests.sheets.planner.sheet_under_test import Desk
from tests.sheets.planner.songs import Shelf, Track

UNIQUE = ("value-", "note-", "own-", "title-")
Group = tuple[int | None, tuple[str, ...]]


def equal(stands: Any, wanted: Any) -> bool:
    """Typed: True is not 1, text is not a formula, dates to half a second."""
    if isinstance(wanted, float) and isinstance(stands, (int, float)) and not isinstance(stands, bool):
        return abs(stands - wanted) < 0.5 / 86_400
    return type(stands) is type(wanted) and stands == wanted


@dataclass
class Scene:
    """The sheet at one moment: which row is which track's, and what of the person's stands in it."""

    values: list[list[Any]]
    notes: dict[tuple[int, int], str]
    ours: dict[str, int]
    tracks: dict[int, Track]
    chosen: tuple[str, ...]
    typed_over: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, desk: Desk, shelf: Shelf, laid: Sequence[str] = ()) -> Scene:
        scene = cls(desk.values, desk.notes, desk.ours, {}, shelf.columns)
        known = {link: track for track in _all(shelf) for link in _keys(track)}
        for row, cells in enumerate(scene.values):
            text = cells[scene.ours["link"]] if "link" in scene.ours else None
            key = key_of(text) if type(text) is str else None
            if key in known:
                scene.tracks[row] = known[key]
        scene._leave_theirs(shelf, laid)
        return scene

    def _leave_theirs(self, shelf: Shelf, laid: Sequence[str]) -> None:
        """A row with a track's link is the person's when they typed it, not we; `laid`: what we had written before."""
        telling = [name for name in COLUMNS if COLUMNS[name].identifies_row]
        chosen = [name for name in telling if name in shelf.columns]
        old = [name for name in chosen if name in laid or not laid]
        dropped = [name for name in telling if name in laid and name not in chosen]
        said = {row for row, track in self.tracks.items() if self._said(row, track, chosen + dropped)}
        standing = {self.tracks[row].number for row in said}
        scope = {track.number for track in shelf.saved[: shelf.scope]}
        removed = {track.number for track in shelf.removed} if shelf.keep_removed else set()
        for row, track in list(self.tracks.items()):
            is_leaving = track.number not in scope | removed
            other = self._other(row, track, [name for name in shelf.columns if name != "link"])
            told_by = [name for name in old + dropped if track.value(COLUMNS[name]) not in (None, "")]
            is_known = track.number in standing or track.number not in scope or len(told_by) > 1
            is_theirs = bool(other) and row not in said and is_known
            if self._other(row, track, dropped):
                self.typed_over.add(row)
            if is_leaving and not self.typed_over & {row} and not (row in said and self.has_theirs(row)):
                is_blank = all(track.value(COLUMNS[name]) in (None, "") for name in chosen)
                is_whole = all(self._is_right(row, track, name) for name in old) and (row in said or is_blank)
                is_theirs |= not is_whole or bool(self._other(row, track, chosen))
            if is_theirs:
                del self.tracks[row]

    def _cell(self, row: int, name: str) -> Any:
        return self.values[row][self.ours[name]] if name in self.ours else None

    def _is_right(self, row: int, track: Track, name: str) -> bool:
        wanted = track.value(COLUMNS[name])
        return equal(self._cell(row, name), None if wanted == "" else wanted)

    def _said(self, row: int, track: Track, names: Sequence[str]) -> list[str]:
        return [
            name for name in names if self._cell(row, name) is not None and self._is_right(row, track, name)
        ]

    def _other(self, row: int, track: Track, names: Sequence[str]) -> list[str]:
        return [
            name
            for name in names
            if self._cell(row, name) is not None and not self._is_right(row, track, name)
        ]

    def recognise(self, shelf: Shelf) -> None:
        """Rows without their key are a missing track's, if all their other cells say so."""
        columns = [
            COLUMNS[name] for name in shelf.columns if name in self.ours and COLUMNS[name].identifies_row
        ]
        # at most the title stands in a column that tells nothing
        columns = [column for column in columns if not self._is_empty(column.header, self.ours[column.id])]
        there = {track.number for track in self.tracks.values()}
        for track in shelf.saved[: shelf.scope]:
            wanted = [track.value(column) or None for column in columns]
            wanted = [
                track.value(c) if c.id == "explicit" else w for c, w in zip(columns, wanted, strict=True)
            ]
            for row, cells in enumerate(self.values):
                stands = [cells[self.ours[column.id]] for column in columns]
                if (
                    row not in self.tracks
                    and track.number not in there
                    and sum(cell is not None for cell in stands) >= 2
                    and all(map(equal, stands, wanted))
                ):
                    self.tracks[row] = track
                    there.add(track.number)

    def _is_empty(self, title: str, place: int) -> bool:
        return {cells[place] for cells in self.values} <= {None, title, "my header"}

    def has_theirs(self, row: int) -> bool:
        beside = any(
            cell is not None and place not in self.ours.values()
            for place, cell in enumerate(self.values[row])
        )
        return beside or row in self.typed_over or any(noted == row for noted, _ in self.notes)

    def groups(self) -> Counter[Group]:
        """What the person wrote, row by row, with the number of the track that it stands beside."""
        found: Counter[Group] = Counter()
        for row in range(max([len(self.values), *(row + 1 for row, _ in self.notes)])):
            cells = self.values[row] if row < len(self.values) else []
            texts = [str(cells[place]) for place in range(len(cells)) if self._is_theirs(row, place)]
            texts += [text for (noted, _), text in self.notes.items() if noted == row]
            if texts:
                track = self.tracks.get(row)
                found[track.number if track else None, tuple(sorted(texts))] += 1
        return found

    def _is_theirs(self, row: int, place: int) -> bool:
        """What they type over ours is put right."""
        cell = self.values[row][place]
        ours = [self.ours[name] for name in self.chosen if name in self.ours] if row in self.tracks else []
        return isinstance(cell, str) and cell.startswith(UNIQUE) and place not in ours

    def columns(self) -> Counter[tuple[str, ...]]:
        """What the person wrote, column by column."""
        found: Counter[tuple[str, ...]] = Counter()
        for place in range(max(map(len, self.values), default=0)):
            texts = [
                str(cells[place]) for row, cells in enumerate(self.values) if self._is_theirs(row, place)
            ]
            texts += [text for (_, noted), text in self.notes.items() if noted == place]
            if texts:
                found[tuple(sorted(texts))] += 1
        return found

    def counts(self) -> Counter[int]:
        return Counter(track.number for track in self.tracks.values())


def check(before: Scene, after: Scene, shelf: Shelf) -> None:
    assert after.groups() == before.groups(), "the person's cells stand beside other rows"
    assert after.columns() == before.columns(), "the person's cells stand in other columns"
    assert after.counts() == _expected_counts(before, shelf)
    columns = get_columns(shelf.columns)
    for row, track in after.tracks.items():
        for column in columns:
            stands, wanted = after.values[row][after.ours[column.id]], track.value(column)
            assert equal(stands, None if wanted == "" else wanted), (
                f"{column.id} of row {row}: {stands!r}, not {wanted!r}"
            )
    titles = [column.header for column in columns]
    assert titles in [[row[after.ours[column.id]] for column in columns] for row in after.values]
    assert set(after.ours) == {column.id for column in columns}


def _expected_counts(before: Scene, shelf: Shelf) -> Counter[int]:
    expected = Counter({track.number: 1 for track in shelf.saved[: shelf.scope]})
    removed = {track.number for track in shelf.removed}
    kept: Counter[int] = Counter()
    for row, track in before.tracks.items():
        is_kept = shelf.keep_removed and track.number in removed
        if track.number in expected or is_kept or before.has_theirs(row):
            kept[track.number] += 1
    return expected | kept


def _all(shelf: Shelf) -> list[Track]:
    return [*shelf.removed, *shelf.saved]


def _keys(track: Track) -> list[str]:
    return [f"https://open.spotify.com/track/{spotify_id}" for spotify_id in track.ids]
