"""Which row of the tab belongs to which track.

row  Track       Album     Link       belongs to
1    Jóga        Homogenic …/1        track 1: its link is there, and other cells are equal
2    Jóga (!!!)  Homogenic …/1        track 1 as well: a cell is equal, so it is a copy that was edited
3    to hear     from Ann  …/1        the person: no cell is equal, and track 1 has a row that has one
4    Talisman    Moon      gone       track 2, if no other row has it: two cells are equal, so its link is restored
5    Talisman    other     gone       the person: without a link, all cells must be equal
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sheets.columns import LINK, Column
from sheets.planner.cells import Cell, lookup_key
from sheets.planner.desired import DesiredTab, KnownRow, RowIndex
from sheets.planner.furniture import Furniture, find_furniture
from sheets.planner.grid import Grid
from sheets.planner.locate_columns import ColumnLocations
from sheets.planner.row_ownership import RowOwnership, has_note, has_value_beside
from sheets.planner.track_links import key_at

# With fewer cells, a row in which the person wrote one title would be taken for a damaged one.
_MIN_FILLED_CELLS = 2


@dataclass(frozen=True, slots=True)
class RowMatches:
    """The tab's rows, as read, by whose they are. Rows count from 0.

    `rows` are tracks' rows; `restored` those among them whose key was damaged. `user_rows` are the person's: the others
    that hold something in managed columns. `linked_user_rows`: those among them with the link of a track that is no
    longer wanted. `edited_dropped`: by dropped column, the tracks' rows whose cell there the person typed into.
    """

    rows: dict[int, KnownRow] = field(default_factory=dict)
    restored: set[int] = field(default_factory=set)
    edited_dropped: dict[str, set[int]] = field(default_factory=dict)
    user_rows: list[int] = field(default_factory=list)
    linked_user_rows: dict[int, KnownRow] = field(default_factory=dict)
    furniture: Furniture = field(default_factory=Furniture)

    @property
    def first_rows(self) -> dict[KnownRow, int]:
        """Each track's topmost row."""
        return {known: row for row, known in sorted(self.rows.items(), reverse=True)}

    def mark_as_users(self, row: int, *, is_unwanted: bool) -> None:
        """Moves a track's row to the person's rows. `is_unwanted`: its track is no longer wanted there."""
        known = self.rows.pop(row)
        self.user_rows.append(row)
        if is_unwanted:
            self.linked_user_rows[row] = known

    def mark_dropped_as_edited(self, row: int, column_id: str) -> None:
        """Notes that the person typed into a row's cell of a dropped column."""
        self.edited_dropped.setdefault(column_id, set()).add(row)


def match_rows(grid: Grid, locations: ColumnLocations, desired: DesiredTab, index: RowIndex) -> RowMatches:
    """Returns whose each row is: by its link, then by its other cells."""
    matches = RowMatches()
    link = locations.columns.get(LINK)
    for row, cells in enumerate(grid.rows):
        # a header that is missing has the number of the row before which it is going to be inserted
        if row == locations.header.row and not locations.header.is_missing:
            continue
        known = index.by_key.get(key_at(grid, row, link) or "")
        if known:
            matches.rows[row] = known
        elif any(place < len(cells) and cells[place] is not None for place in locations.managed):
            matches.user_rows.append(row)
    matches = replace(matches, furniture=find_furniture(grid, matches.rows.keys(), locations.managed))
    # with dropped columns as well: until they are deleted, their cells help to recognise rows
    ownership = RowOwnership(grid, locations.all_columns, desired)
    _separate_user_rows(grid, locations, desired, ownership, matches)
    _restore_keys(grid, locations, desired.columns, index, matches)
    for row, known in matches.rows.items():
        for column_id in ownership.edited_dropped_columns(row, known):
            matches.mark_dropped_as_edited(row, column_id)
    return matches


def _separate_user_rows(
    grid: Grid,
    locations: ColumnLocations,
    desired: DesiredTab,
    ownership: RowOwnership,
    matches: RowMatches,
) -> None:
    """Leaves rows to the person that hold a track's link, and otherwise what they typed."""
    # one equal cell is enough here: people correct single cells of a synced row, and hardly all of them
    as_written = (
        {row for row, known in matches.rows.items() if ownership.is_as_written(row, known)}
        if desired.written
        else set()
    )
    confirmed = {
        row
        for row, known in matches.rows.items()
        if row in as_written or ownership.has_equal_cell(row, known) or ownership.has_written_cell(row, known)
    }
    tracks = {matches.rows[row] for row in confirmed}
    for row, known in list(matches.rows.items()):
        # with a single value to compare, one typing mistake or a renamed track must not make the track's only row the
        # person's
        can_tell = known in tracks or known.status != "wanted" or ownership.has_enough_values(known)
        # a track's second row is theirs as well where all that stands beside the link is: once the columns that they
        # typed into are dropped, nothing else shows it
        is_other = ownership.has_different_cell(row, known) or (
            known in tracks
            and ownership.has_chosen_value(known)
            and (
                has_value_beside(grid, row, locations.managed, matches.furniture)
                or bool(ownership.edited_dropped_columns(row, known))
            )
        )
        if row not in confirmed and can_tell and is_other:
            matches.mark_as_users(row, is_unwanted=not desired.keeps(known))
    # A row that is about to be deleted has to prove more: that nothing in it was typed by the person.
    first = matches.first_rows if desired.mode == "mirror" else {}
    for row, known in list(matches.rows.items()):
        is_edited = (
            row not in as_written
            and not desired.keeps(known)
            and (ownership.has_typed_cell(row, known) or not ownership.is_unedited(row, known))
        )
        is_other_copy = (
            first.get(known, row) != row
            and row not in as_written
            and ownership.has_different_cell(row, known)
        )
        if not is_edited and not is_other_copy:
            continue
        # with content beside it the row is kept anyway, and still counts as the track's
        has_content = has_note(grid, row) or has_value_beside(grid, row, locations.managed, matches.furniture)
        is_kept = row in confirmed and has_content
        # or where a sync wrote at least one cell of it, or nothing would tell any more once its columns are dropped
        is_tracks = row in confirmed or not ownership.has_chosen_value(known)
        is_kept |= is_tracks and bool(ownership.edited_dropped_columns(row, known))
        if not is_kept:
            matches.mark_as_users(row, is_unwanted=True)
    # what is in their dropped columns was typed by the person as well, and must survive the column
    for row in matches.linked_user_rows.keys() - confirmed:
        for column_id, place in locations.dropped.items():
            if grid.cell(row, place) is not None:
                matches.mark_dropped_as_edited(row, column_id)
    matches.user_rows.sort()


def _restore_keys(
    grid: Grid,
    locations: ColumnLocations,
    columns: Sequence[Column],
    index: RowIndex,
    matches: RowMatches,
) -> None:
    """Gives rows with a damaged key back to the missing track whose values all their other cells hold."""
    if not matches.user_rows:
        return
    compared = _columns_to_compare(grid, locations, columns)
    missing: dict[tuple[object, ...], list[KnownRow]] = {}
    present = set(matches.rows.values())
    if len(compared) >= _MIN_FILLED_CELLS:
        # reversed, so that `pop` gives the newest of several tracks with equal cells to the topmost row
        for known in reversed(index.newest):
            if known not in present:
                cells = tuple(lookup_key(known.values[value], column.kind) for value, column, _ in compared)
                missing.setdefault(cells, []).append(known)
    for row in list(matches.user_rows) if missing else ():
        found: list[Cell] = [grid.cell(row, place) for _, _, place in compared]
        cells = tuple(
            lookup_key(cell, column.kind) for cell, (_, column, _) in zip(found, compared, strict=True)
        )
        # all cells must be equal and not only most: a wrong guess would put a track's link beside another one's notes
        # a link that names another track whose row this may be, edited, outweighs words that two tracks share
        own = index.by_key.get(key_at(grid, row, locations.columns.get(LINK)) or "")
        if own and own not in present:
            continue
        if sum(cell is not None for cell in found) >= _MIN_FILLED_CELLS and missing.get(cells):
            matches.rows[row] = missing[cells].pop()
            matches.restored.add(row)
            matches.user_rows.remove(row)
            if matches.linked_user_rows.pop(row, None):
                # compared with another track, whose link was typed over its own
                for rows in matches.edited_dropped.values():
                    rows.discard(row)


def _columns_to_compare(
    grid: Grid, locations: ColumnLocations, columns: Sequence[Column]
) -> list[tuple[int, Column, int]]:
    """The index of the value, the column and its position, of columns by which a row is recognised."""
    places = [
        (value, column, locations.columns[column.id])
        for value, column in enumerate(columns)
        if column.id in locations.columns and column.identifies_row
    ]
    rows = [
        cells
        for row, cells in enumerate(grid.rows)
        if locations.header.is_missing or row != locations.header.row
    ]
    # not those without any cell: the batch before this one may just have brought the column back
    return [one for one in places if any(one[2] < len(cells) and cells[one[2]] is not None for cells in rows)]
