"""What has to be true of a tab after a sync, worked out from the tab before it without the planner's code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sheets.columns import COLUMNS, get_columns
from sheets.planner.track_links import key_of
from tests.sheets.planner.small_library import SmallLibrary, Track
from tests.sheets.planner.tab_under_test import TabUnderTest

UNIQUE = ("value-", "note-", "own-", "title-")
Group = tuple[int | None, tuple[str, ...]]


def equal(cell: Any, desired: Any) -> bool:
    """Compares with types: True is not 1, text is not a formula, dates are equal to half a second."""
    if isinstance(desired, float) and isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return abs(cell - desired) < 0.5 / 86_400
    return type(cell) is type(desired) and cell == desired


@dataclass
class TabState:
    """The tab at one moment: which row is which track's, and what of it is the person's."""

    values: list[list[Any]]
    notes: dict[tuple[int, int], str]
    tagged: dict[str, int]
    tracks: dict[int, Track]
    chosen: tuple[str, ...]
    edited_rows: set[int] = field(default_factory=set)
    written_cells: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, tab: TabUnderTest, library: SmallLibrary, written: Sequence[str] = ()) -> TabState:
        state = cls(tab.values, tab.notes, tab.tagged, {}, library.columns, written_cells=tab.written_cells)
        known = {link: track for track in _all(library) for link in _keys(track)}
        for row, cells in enumerate(state.values):
            text = cells[state.tagged["link"]] if "link" in state.tagged else None
            key = key_of(text) if type(text) is str else None
            if key in known:
                state.tracks[row] = known[key]
        state._remove_user_rows(library, written)
        return state

    def _remove_user_rows(self, library: SmallLibrary, written: Sequence[str]) -> None:
        """A row with a track's link may be the person's own. `written`: the columns of the sync before."""
        identifying = [name for name in COLUMNS if COLUMNS[name].identifies_row]
        chosen = [name for name in identifying if name in library.columns]
        written_before = [name for name in chosen if name in written or not written]
        dropped = [name for name in identifying if name in written and name not in chosen]
        confirmed = {
            row
            for row, track in self.tracks.items()
            if self._is_as_written(row)
            or self._equal_columns(row, track, chosen + dropped)
            or any(
                self._cell(row, name) is not None and self._was_written(row, name)
                for name in chosen + dropped
            )
        }
        confirmed_tracks = {self.tracks[row].number for row in confirmed}
        scope = {track.number for track in library.saved[: library.scope]}
        removed = {track.number for track in library.removed} if library.keep_removed else set()
        for row, track in list(self.tracks.items()):
            is_unwanted = track.number not in scope | removed
            other = self._different_columns(row, track, [name for name in library.columns if name != "link"])
            identifying_values = [
                name for name in written_before + dropped if track.value(COLUMNS[name]) not in (None, "")
            ]
            is_known = (
                track.number in confirmed_tracks or track.number not in scope or len(identifying_values) > 1
            )
            can_tell_later = any(track.value(COLUMNS[name]) not in (None, "") for name in chosen)
            is_remembered = self._written_cells_of(row) is not None
            gone = [name for name in written if name not in library.columns] if is_remembered else dropped
            is_edited = any(
                not self._was_written(row, name) for name in self._different_columns(row, track, gone)
            )
            is_second = (track.number in confirmed_tracks and can_tell_later) and (
                self._has_value_beside(row) or is_edited
            )
            is_users = bool(other or is_second) and row not in confirmed and is_known
            if is_edited:
                self.edited_rows.add(row)
            if (
                is_unwanted
                and not self._is_as_written(row)
                and not (row in confirmed and self.has_user_content(row))
                and not (is_edited and not can_tell_later)
            ):
                is_blank = all(track.value(COLUMNS[name]) in (None, "") for name in chosen)
                is_whole = all(self._is_right(row, track, name) for name in written_before) and (
                    row in confirmed or is_blank
                )
                is_users |= not is_whole or bool(self._different_columns(row, track, chosen))
                is_users |= self._has_typed_cell(row, track)
            if is_users:
                del self.tracks[row]

    def _was_written(self, row: int, name: str) -> bool:
        """Whether the cell is as the last sync left it in the row with this link."""
        written = self._written_cells_of(row) or {}
        return name in written and equal(self._cell(row, name), written[name])

    def _written_cells_of(self, row: int) -> dict[str, Any] | None:
        """What the last sync left in the row with this link, or under another link that its track has had."""
        links = [
            key_of(self._cell(row, "link")) or "",
            *(_keys(self.tracks[row]) if row in self.tracks else ()),
        ]
        return next((self.written_cells[link] for link in links if link in self.written_cells), None)

    def _is_as_written(self, row: int) -> bool:
        filled = [name for name in self.tagged if name != "link" and self._cell(row, name) is not None]
        return bool(filled) and all(self._was_written(row, name) for name in filled)

    def _has_typed_cell(self, row: int, track: Track) -> bool:
        """Whether a cell holds neither the track's value nor what the last sync wrote, where it wrote the row."""
        beside = [name for name in self.tagged if name != "link"]
        return self._written_cells_of(row) is not None and any(
            not self._was_written(row, name) for name in self._different_columns(row, track, beside)
        )

    def _cell(self, row: int, name: str) -> Any:
        return self.values[row][self.tagged[name]] if name in self.tagged else None

    def _is_right(self, row: int, track: Track, name: str) -> bool:
        desired = track.value(COLUMNS[name])
        return equal(self._cell(row, name), None if desired == "" else desired)

    def _equal_columns(self, row: int, track: Track, names: Sequence[str]) -> list[str]:
        return [
            name for name in names if self._cell(row, name) is not None and self._is_right(row, track, name)
        ]

    def _different_columns(self, row: int, track: Track, names: Sequence[str]) -> list[str]:
        return [
            name
            for name in names
            if self._cell(row, name) is not None and not self._is_right(row, track, name)
        ]

    def match_damaged_rows(self, library: SmallLibrary) -> None:
        """A row without its key belongs to a missing track when all its other cells are equal."""
        present = {track.number for track in self.tracks.values()} | set(self.counts_by_link(library))
        # A row with a link keeps to that track, also where the link column has lost its tag and is found again.
        linked = set() if "link" in self.tagged else {row for row, _ in _tracks_by_any_link(self, library)}
        for row, track in self._rows_by_words(library):
            if row not in self.tracks and row not in linked and track.number not in present:
                self.tracks[row] = track
                present.add(track.number)

    def _rows_by_words(self, library: SmallLibrary) -> Iterator[tuple[int, Track]]:
        """Rows with each track in scope whose values all their other cells hold, two at least."""
        columns = [
            COLUMNS[name] for name in library.columns if name in self.tagged and COLUMNS[name].identifies_row
        ]
        # a column with nothing but its title cannot identify a row
        columns = [column for column in columns if not self._is_empty(column.header, self.tagged[column.id])]
        for track in library.saved[: library.scope]:
            desired = [
                track.value(column) if column.id == "explicit" else track.value(column) or None
                for column in columns
            ]
            for row, cells in enumerate(self.values):
                cell = [cells[self.tagged[column.id]] for column in columns]
                if sum(cell is not None for cell in cell) >= 2 and all(map(equal, cell, desired)):
                    yield row, track

    def _is_empty(self, title: str, place: int) -> bool:
        return {cells[place] for cells in self.values} <= {None, title, "my header"}

    def _has_value_beside(self, row: int) -> bool:
        return any(
            cell is not None and place not in self.tagged.values()
            for place, cell in enumerate(self.values[row])
        )

    def has_user_content(self, row: int) -> bool:
        return (
            self._has_value_beside(row)
            or row in self.edited_rows
            or any(noted == row for noted, _ in self.notes)
        )

    def content_by_row(self) -> Counter[Group]:
        """What the person wrote, row by row, with the number of the track in that row."""
        found: Counter[Group] = Counter()
        for row in range(max([len(self.values), *(row + 1 for row, _ in self.notes)])):
            cells = self.values[row] if row < len(self.values) else []
            texts = [str(cells[place]) for place in range(len(cells)) if self._is_user_content(row, place)]
            texts += [text for (noted, _), text in self.notes.items() if noted == row]
            if texts:
                track = self.tracks.get(row)
                found[track.number if track else None, tuple(sorted(texts))] += 1
        return found

    def content_by_link(self, library: SmallLibrary) -> Counter[Group]:
        """What the person wrote in rows that are no track's, with each track whose link or whose words are in the row."""
        possible: dict[int, set[int]] = {}
        by_words = ((row, track.number) for row, track in self._rows_by_words(library))
        for row, number in (*_tracks_by_any_link(self, library), *by_words):
            possible.setdefault(row, set()).add(number)
        found: Counter[Group] = Counter()
        for row, cells in enumerate(self.values):
            one = replace(
                self, values=[*[[]] * row, cells], notes={k: v for k, v in self.notes.items() if k[0] == row}
            )
            for (_, texts), count in one.content_by_row().items():
                found.update({(number, texts): count for number in possible.get(row, ())})
        return found

    def _is_user_content(self, row: int, place: int) -> bool:
        """Not what they typed into managed cells of a track's row: that is corrected."""
        cell = self.values[row][place]
        tagged = (
            [self.tagged[name] for name in self.chosen if name in self.tagged] if row in self.tracks else []
        )
        return isinstance(cell, str) and cell.startswith(UNIQUE) and place not in tagged

    def columns(self) -> Counter[tuple[str, ...]]:
        """What the person wrote, column by column."""
        found: Counter[tuple[str, ...]] = Counter()
        for place in range(max(map(len, self.values), default=0)):
            texts = [
                str(cells[place])
                for row, cells in enumerate(self.values)
                if self._is_user_content(row, place)
            ]
            texts += [text for (_, noted), text in self.notes.items() if noted == place]
            if texts:
                found[tuple(sorted(texts))] += 1
        return found

    def without_corrected_links(self, after: TabState) -> TabState:
        """Without what the person typed over links in a Link column that has lost its tag, and that is gone in `after`.

        The planner takes such a column by what most of its rows hold, and then corrects its cells as those of a tagged one.
        """
        if "link" in self.tagged:
            return self
        left = {cell for cells in after.values for cell in cells}
        values = [list(cells) for cells in self.values]
        for place in range(max(map(len, values), default=0)):
            column = [cells[place] for cells in values if cells[place] is not None]
            links = sum(type(cell) is str and key_of(cell) is not None for cell in column)
            if "Link" in column and place not in self.tagged.values() and 2 * links > len(column) - 1:
                for cells in values:
                    if str(cells[place]).startswith(UNIQUE) and cells[place] not in left:
                        cells[place] = None
        return replace(self, values=values)

    def counts(self) -> Counter[int]:
        return Counter(track.number for track in self.tracks.values())

    def counts_by_link(self, library: SmallLibrary) -> Counter[int]:
        """Where the link column has lost its tag, how many rows hold each track's link: the column may be found again."""
        if "link" in self.tagged:
            return Counter()
        return Counter(number for _, number in _tracks_by_any_link(self, library))


def check_content(before: TabState, after: TabState, library: SmallLibrary) -> None:
    """The person's cells stand beside the same tracks.

    Without a tagged link column `TabState` knows no track, while the planner finds the column again by its links: then
    a row that was nobody's may be that of a track whose link or whose words stand in it.
    """
    before = before.without_corrected_links(after)
    found, expected = after.content_by_row(), before.content_by_row()
    if "link" in before.tagged:
        assert found == expected, "the person's cells stand beside other rows"
        return
    more, fewer = found - expected, expected - found
    assert not more - before.content_by_link(library), "the person's cells stand beside other rows"
    texts, texts_before = (Counter(group[1] for group in part.elements()) for part in (more, fewer))
    assert texts == texts_before
    assert {number for number, _ in fewer} <= {None}


def check(before: TabState, after: TabState, library: SmallLibrary) -> None:
    check_content(before, after, library)
    assert after.columns() == before.without_corrected_links(after).columns(), (
        "the person's cells stand in other columns"
    )
    expected = _expected_counts(before, library)
    assert not expected - after.counts(), "rows are missing"
    assert not after.counts() - expected - _rows_found_again(before, library), "there are rows too many"
    columns = get_columns(library.columns)
    for row, track in after.tracks.items():
        for column in columns:
            cell, desired = after.values[row][after.tagged[column.id]], track.value(column)
            assert equal(cell, None if desired == "" else desired), (
                f"{column.id} of row {row}: {cell!r}, not {desired!r}"
            )
    titles = [column.header for column in columns]
    assert titles in [[row[after.tagged[column.id]] for column in columns] for row in after.values]
    assert set(after.tagged) == {column.id for column in columns}


def _expected_counts(before: TabState, library: SmallLibrary) -> Counter[int]:
    expected = Counter({track.number: 1 for track in library.saved[: library.scope]})
    removed = {track.number for track in library.removed}
    kept: Counter[int] = Counter()
    for row, track in before.tracks.items():
        is_kept = library.keep_removed and track.number in removed
        if track.number in expected or is_kept or before.has_user_content(row):
            kept[track.number] += 1
    return expected | kept


def _rows_found_again(before: TabState, library: SmallLibrary) -> Counter[int]:
    """Rows of unwanted tracks that stay where `before` has no link column, by number of track.

    The planner finds the column again by the links in it, which `TabState` does not: without a column of links it
    knows no row as that of a removed track, nor which rows with something of the person's were a track's.
    """
    if "link" in before.tagged:
        return Counter()
    removed = {track.number for track in library.removed} if library.keep_removed else set()
    return Counter(
        number
        for row, number in _tracks_by_any_link(before, library)
        if number in removed or before.has_user_content(row)
    )


def _tracks_by_any_link(before: TabState, library: SmallLibrary) -> Iterator[tuple[int, int]]:
    """Rows with the number of each track whose link stands anywhere in it."""
    for row, cells in enumerate(before.values):
        keys = {key_of(cell) for cell in cells if type(cell) is str}
        for track in _all(library):
            if keys & set(_keys(track)):
                yield row, track.number


def _all(library: SmallLibrary) -> list[Track]:
    return [*library.removed, *library.saved]


def _keys(track: Track) -> list[str]:
    return [f"https://open.spotify.com/track/{spotify_id}" for spotify_id in track.ids]
