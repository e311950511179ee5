"""What a sync has to leave of a tab, by the ledger: without links, titles and marks, by which the planner goes.

    before = Expectation(ledger, library, …)        what is whose, before the sync
    before.check_batch(ledger)                      after each batch: nothing is lost or doubled on the way
    before.check_end(ledger)                        after the last one: everything is right
    before.settle(ledger, …)                        what was undecided is now what the sync has made of it

A row has a *fate*: whose it may be afterwards. It is one track's or nobody's as a rule. Where nobody could tell any more,
it has several fates, each with its reason in `Expectation._fates_of_row` and `_fates_of_column`. A person's cell is lost by
none of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from sandbox.google.cells import Formula
from sheets.columns import COLUMNS, LINK, get_columns
from tests.sheets.planner.lives.ledger import Column, Ledger, Place, Row
from tests.sheets.planner.small_library import SmallLibrary, Track
from tests.sheets.planner.tab_state import equal

TELLING = tuple(name for name, column in COLUMNS.items() if column.identifies_row)
_ID = re.compile(r"(?<![a-z])id\d+x*(?![0-9a-z])")
_PERSONS = re.compile(r"^(word|own|typed|title) \d+")


class Expectation:
    """The tab before a sync, and what may become of it."""

    def __init__(
        self,
        ledger: Ledger,
        library: SmallLibrary,
        mode: str,
        rows: list[Track],
        *,
        laid: Sequence[str],
    ) -> None:
        """`rows`: the tracks that have to have one, in order. `laid`: the columns of the last confirmed write."""
        self.library, self.mode, self.laid = library, mode, laid
        self.chosen = tuple(column.id for column in get_columns(library.columns))
        self.rows, self.columns = list(ledger.rows), list(ledger.columns)
        # A copy, because the ledger follows what the batches write.
        self.last_written = {row: dict(row.ours) for row in self.rows}
        self.values, self.notes = ledger.values(), ledger.notes()
        self.marks, self.empty_boxes = ledger.marks(), ledger.empty_boxes()
        self.tracks = {track.number: track for track in (*library.removed, *library.saved)}
        self.by_id = {spotify_id: track.number for track in self.tracks.values() for spotify_id in track.ids}
        self.wanted = [track.number for track in rows]
        removed = [track.number for track in library.removed] if library.keep_removed else []
        self.kept = {*self.wanted, *removed}
        self.by_row: dict[Row, dict[Column, Any]] = {row: {} for row in self.rows}
        for (row, column), value in self.values.items():
            self.by_row[row][column] = value
        self.header = ledger.header
        self.column_fates = {column: self._fates_of_column(column) for column in self.columns}
        self.ours = self._our_columns()
        self.is_unsure = self._has_unsure_columns()
        self.words = {row: self._words_in(row) for row in self.rows}
        self.by_words = {row: self._known_by_words(row) for row in self.rows}
        self.fates: dict[Row, set[int | None]] = {row: set() for row in self.rows}
        self.links: dict[Row, int | None] = {}
        for link in self._link_columns():
            self.links = {row: self._link_in(row, link) for row in self.rows}
            for row in self.rows:
                self.fates[row] |= self._fates_of_row(row)
        titled = [row for row in self.rows if self._is_like_header(row)]
        self.has_header = titled == [self.header] and self._has_titles(self.header) and not self.is_unsure

    # whose is what

    def _our_columns(self) -> dict[str, Column]:
        """Our columns by id, the dropped ones among them; of two that it may be, the one that a sync has made."""
        ours: dict[str, Column] = {}
        for column in self.columns:
            name = self._id_of(column)
            if name and (name not in ours or column.id):
                ours[name] = column
        return ours

    def _has_unsure_columns(self) -> bool:
        several = any(len(fates) > 1 for fates in self.column_fates.values()) and bool(self.values)
        # A dropped column and its copy with the mark: either may be the one that goes.
        dropped = [mark for mark in self.marks.values() if mark not in self.chosen]
        return several or len(dropped) > len(set(dropped))

    def _id_of(self, column: Column) -> str | None:
        """What the column is taken for: what its mark says, or where that is lost what it is known by."""
        if not self.values and not self.marks:
            return None
        fates = self.column_fates[column]
        is_known = column.id is not None and column.id in fates
        return self.marks.get(column) or (
            column.id if is_known else next((one for one in fates if one), None)
        )

    def _cell(self, row: Row, column: Column) -> Any:
        return self.by_row[row].get(column)

    def _link_columns(self) -> list[Column | None]:
        """The columns of which one may be Link, the likeliest last."""
        certain = [column for column, fates in self.column_fates.items() if fates == {LINK}]
        return certain or [None, *(column for column, fates in self.column_fates.items() if LINK in fates)]

    def _link_in(self, row: Row, link: Column | None) -> int | None:
        """The number of the track whose link stands in the row's Link cell."""
        text = self._cell(row, link) if link else None
        found = _ID.search(text) if type(text) is str else None
        return self.by_id.get(found[0]) if found else None

    def _value(self, number: int, column_id: str) -> Any:
        value = self.tracks[number].value(COLUMNS[column_id])
        return None if value == "" else value

    def _is_right(self, cell: Any, number: int, column_id: str) -> bool:
        return equal(cell, self._value(number, column_id))

    def _words_in(self, row: Row) -> dict[str, Any]:
        """What stands in our cells of the row, without the link."""
        cells = self.by_row[row]
        return {name: cells[column] for name, column in self.ours.items() if name != LINK and column in cells}

    def _typed(self, row: Row) -> set[Column]:
        """Our columns into which the person has typed something else than what belongs there."""
        if row.track is None:
            return set()
        typed = set()
        for name, column in self.ours.items():
            cell = self._cell(row, column)
            is_other_form = name == LINK and self.links[row] == row.track
            if cell is None or is_other_form or self._is_right(cell, row.track, name):
                continue
            written = self.last_written[row].get(column)
            if cell != written or type(cell) is not type(written):
                typed.add(column)
        return typed

    def _fates_of_row(self, row: Row) -> set[int | None]:
        if row.is_header:
            return {None}
        by_words, link = self.by_words[row], self.links[row]
        if row.track is None:
            return self._fates_of_persons_row(row, link, by_words)
        typed = self._typed(row)
        words = {name: column for name, column in self.ours.items() if name in self.words[row]}
        if link == row.track and self._is_second(row) and (self.is_unsure or not words):
            return {link, None}
        if link == row.track:
            telling = {name: column for name, column in words.items() if name in TELLING}
            intact = not typed.issuperset(telling.values())
            intact = intact and not (self.is_unsure and typed)
            if intact or typed.isdisjoint(words.values()):
                return {row.track}
            # All words that tell were typed over: somebody's own row with a track's link looks the same.
            return {row.track, None, *by_words}
        # Its link is damaged. By its other cells it is known if all are right and two at least, unless a row like it
        # has lost its link as well, or the link that was typed there is that of a track to which a word belongs too.
        linked = {number for one in self.rows if one is not row and (number := self._linked_track(one))}
        rivals = [one for one in self.rows if one is not row and self.by_words[one] & by_words]
        is_others = link is not None and (
            link not in linked
            or not self._can_tell(link, row)
            or any(self._is_right(self._cell(row, column), link, name) for name, column in words.items())
        )
        rivals += [one for one in self.rows if one is not row and self.links[one] == row.track]
        if by_words == {row.track} and not rivals and not is_others and not self.is_unsure:
            return {row.track}
        # Not by the link, and not by the words: nobody can know whose it was.
        return {row.track, None, *by_words, *([link] if link is not None else [])}

    def _fates_of_persons_row(self, row: Row, link: int | None, by_words: set[int]) -> set[int | None]:
        words = self.words[row]
        # A word that says what ours would makes it the track's: what was given up once, because its link was damaged,
        # or all its words, may be known again.
        says_ours = link is not None and any(self._is_right(cell, link, name) for name, cell in words.items())
        is_dropped = link is not None and bool(words) and all(name not in self.chosen for name in words)
        # Once its words are dropped, only another row of the track with words tells it from a bare link.
        others = [one for one in self.rows if one is not row and self.links[one] == link and self.words[one]]
        has_value = link is not None and any(self._value(link, one) for one in self.chosen if one in TELLING)
        is_bare = is_dropped and not (others and has_value)
        if link is not None and (is_bare or self.is_unsure):
            return {None, link, *by_words}
        if link is None or link not in self.kept:
            return {None, *by_words, *([link] if says_ours or self._is_like_written(row) else [])}
        if not words:
            # "A bare link is filled in".
            return {link, None} if self._is_second(row) else {link}
        # "as far as there are two to tell by": with one word it looks like a row in which that was typed over.
        return {None, *by_words, *([link] if says_ours or not self._can_tell(link, row) else [])}

    def _can_tell(self, number: int, row: Row) -> bool:
        """Whether other words in the row show that it is not the track's: that one has a row with words, or two words."""
        # A column that no confirmed write has filled proves nothing.
        names = {name for name in self.ours if name in self.laid}
        rest = [
            one
            for one in self.rows
            if one is not row
            and one.track == number == self.links[one]
            and names & self.words[one].keys()
            and not self._typed(one)
        ]
        known = [name for name in names if name in TELLING and self._value(number, name) is not None]
        return bool(rest) or len(known) >= 2

    def _is_second(self, row: Row) -> bool:
        """Whether something stands beside a link that another row has too: it may be words of columns that were dropped."""
        is_beside = self.is_unsure or any(map(self._is_persons_column, self.by_row[row]))
        return is_beside and any(one is not row and self.links[one] == self.links[row] for one in self.rows)

    def _linked_track(self, row: Row) -> int | None:
        """The track whose row this is by its link."""
        link = self.links[row]
        is_bare = not self.words[row] and link in self.kept
        return link if link == row.track or is_bare else None

    def _known_by_words(self, row: Row) -> set[int]:
        """Wanted tracks whose values all the row's telling cells are, two at least."""
        telling = [
            (name, column)
            for name, column in self.ours.items()
            if name in TELLING
            and name in self.chosen
            and any(self._cell(one, column) is not None for one in self.rows if not one.is_header)
        ]
        filled = [name for name, column in telling if self._cell(row, column) is not None]
        if len(filled) < 2:
            return set()
        return {
            number
            for number in self.wanted
            if all(self._is_right(self._cell(row, column), number, name) for name, column in telling)
        }

    def _fates_of_column(self, column: Column) -> set[str | None]:
        mark, title = self.marks.get(column), self._cell(self.header, column) if self.header else None
        if not (self.values or self.notes or self.marks):
            # In an empty tab the columns are used as they are.
            return {None, *self.chosen}
        if mark is not None:
            return self._fates_of_marked(column, mark)
        # Without its mark it is found again by title or cells: Link at any time, the others when all marks are lost.
        lost = [LINK] if self.marks else self.chosen
        names = {
            name
            for name in lost
            if name not in self.marks.values()
            and (title == COLUMNS[name].header or self._right_cells(column, name) > 0)
        }
        if column.id in names and title == COLUMNS[column.id].header and self._is_plain(column, column.id):
            return {column.id}
        return {None, *names}

    def _fates_of_marked(self, column: Column, mark: str) -> set[str | None]:
        same = [one for one, other in self.marks.items() if other == mark]
        name = mark if mark in self.chosen else None
        if len(same) == 1:
            return {name}
        # The mark was copied with the column: it is the one in which more of the track's values stand.
        right = {one: self._right_cells(one, mark) for one in same}
        is_certain = all(right[column] > right[one] for one in same if one is not column)
        is_other = any(right[column] < right[one] for one in same)
        return {name} if is_certain else {None} if is_other else {name, None}

    def _right_cells(self, column: Column, name: str) -> int:
        if name == LINK:
            return sum(self._link_in(row, column) is not None for row in self.rows)
        cells = [(self._linked_anywhere(row), self._cell(row, column)) for row in self.rows]
        filled = [(number, cell) for number, cell in cells if number is not None and cell is not None]
        return 2 * sum(self._is_right(cell, number, name) for number, cell in filled) - len(filled)

    def _linked_anywhere(self, row: Row) -> int | None:
        """The track whose link stands in the row, in any column when all marks are lost."""
        for column, cell in self.by_row[row].items():
            found = _ID.search(str(cell))
            if found and (not self.marks or LINK in (column.id, self.marks.get(column))):
                return self.by_id.get(found[0])
        return None

    def _is_plain(self, column: Column, name: str) -> bool:
        """Whether the column is certainly known again: by most of its cells, and its title in the uppermost row."""
        first = next((row for row in self.rows if self.by_row[row]), None)
        cells = [self._cell(row, column) for row in self.rows if not row.is_header]
        filled = [cell for cell in cells if cell is not None]
        links = [_ID.search(str(cell)) for cell in filled]
        if self.header is not first or name not in self.laid or self.has_rivals(column, name):
            return False
        if name == LINK:
            is_known = any(link and link[0] in self.by_id for link in links)
            return is_known and all(links) and self._agrees(column)
        # Whose values they would be is only known by the links.
        links = [one for one in self.columns if one.id == LINK]
        return self._right_cells(column, name) > 0 and all(
            self._fates_of_column(one) == {LINK} for one in links
        )

    def _agrees(self, link: Column) -> bool:
        """Whether no row has another link than that of its track, or words of which most say something else."""
        for row in self.rows:
            words = self.words_of_tracks(row)
            number = self._link_in(row, link)
            if number != row.track or 2 * sum(words.values()) < len(words):
                return False
        return True

    def words_of_tracks(self, row: Row) -> dict[str, bool]:
        """By marked column, whether the track's value stands in it."""
        return {
            name: self._is_right(self._cell(row, column), row.track, name)
            for column, name in self.marks.items()
            if row.track is not None and name != LINK and self._cell(row, column) is not None
        }

    def has_rivals(self, column: Column, name: str) -> bool:
        """Whether another column has the same title."""
        titled = [one for one in self.columns if self._cell(self.header, one) == COLUMNS[name].header]
        return titled != [column]

    def _has_titles(self, header: Row) -> bool:
        ours = self.ours
        right = [self._cell(header, column) == COLUMNS[name].header for name, column in ours.items()]
        return 2 * sum(right) > len(right)

    def _is_persons(self, row: Row, column: Column) -> bool:
        """Whether the cell is certainly the person's."""
        return self._is_persons_column(column) or (
            self.fates[row] == {None} and not self._is_like_header(row)
        )

    def _is_like_header(self, row: Row) -> bool:
        """Whether one of our titles is in its place: of two such rows either may be the header, once columns are dropped."""
        return row.is_header or any(
            self._cell(row, column) == COLUMNS[name].header for name, column in self.ours.items()
        )

    def _is_persons_column(self, column: Column) -> bool:
        """Whether the column is certainly the person's: also one to which only a copied mark has come."""
        is_copy = self.marks.get(column) in self.chosen
        return self.column_fates[column] == {None} and (column not in self.marks or is_copy)

    def _has_content(self, row: Row) -> bool:
        """Whether the person has put something into the row of a track, or beside it."""
        # An empty box and a formula stand beside every row, and hold none.
        cells = [
            column
            for column, cell in self.by_row[row].items()
            if (row, column) not in self.empty_boxes and not isinstance(cell, Formula)
        ]
        beside = any(map(self._is_persons_column, cells))
        is_noted = any(noted is row for noted, _ in self.notes)
        return beside or is_noted or bool(self._typed(row) and not self._is_like_written(row))

    def _is_like_written(self, row: Row) -> bool:
        """Whether link and words are just what a sync writes for the track of the link, whoever typed that link."""
        link, words = self.links[row], self.words[row]
        if link is None:
            return False
        rows = [one for one in self.rows if one.track == link]
        right = [
            self._is_right(cell, link, name)
            or any(self.last_written[one].get(self.ours[name]) == cell for one in rows)
            for name, cell in words.items()
        ]
        telling = [name for name in self.chosen if name in TELLING]
        return all(right) if words else all(self._value(link, name) is None for name in telling)

    # what has to be true

    def check_batch(self, ledger: Ledger) -> None:
        """After each batch: all that is the person's is where it was, and no track's row is lost or doubled."""
        self._check_persons_cells(ledger)
        left = set(ledger.rows)
        after = Expectation.links_of(ledger, self.by_id)
        came = Counter(
            number for row, number in after.items() if row not in self.fates and number is not None
        )
        certain = {number for row in self.rows for number in self.fates[row] if len(self.fates[row]) == 1}
        for row in self.rows:
            if self.fates[row] & {*self.kept} and len(self.fates[row]) == 1 and self.mode == "merge":
                assert row in left, f"the row of track {row.track} is deleted"
        for number, count in came.items():
            assert count == 1, f"track {number} came in {count} times"
            assert number not in certain, f"track {number} came in beside its row"

    @staticmethod
    def links_of(ledger: Ledger, by_id: dict[str, int]) -> dict[Row, int | None]:
        link = {name: column for column, name in ledger.marks().items()}.get(LINK)
        values = ledger.values()
        found = {row: _ID.search(str(values.get((row, link), ""))) for row in ledger.rows} if link else {}
        return {row: by_id.get(match[0]) if match else None for row, match in found.items()}

    def _check_persons_cells(self, ledger: Ledger) -> None:
        values, notes = ledger.values(), ledger.notes()
        rows = set(ledger.rows)
        for (row, column), value in self.values.items():
            is_furniture = (row, column) in self.empty_boxes or isinstance(value, Formula)
            is_gone = is_furniture and row not in rows
            if self._is_persons(row, column) and not is_gone:
                assert values.get((row, column)) == value, f"{value!r} of the person's is lost"
        lost = self.notes.items() - notes.items()
        assert not lost, f"notes are lost: {[text for _, text in lost]}"

    def check_end(self, ledger: Ledger) -> None:
        """After a sync: every row, column and cell is what it has to be."""
        self._check_persons_cells(ledger)
        values, marks = ledger.values(), ledger.marks()
        assert sorted(marks.values()) == sorted(self.chosen), f"columns are marked {sorted(marks.values())}"
        places = {name: column for column, name in marks.items()}
        header = self._check_header(ledger, values, places)
        owners = self._owners(ledger, values, places, header)
        self._check_rows(ledger, owners, header)
        self._check_columns(ledger, values, marks, owners)
        self._check_order(ledger, owners, header)
        if self.mode == "mirror":
            self._check_mirror(ledger, values)

    def _check_header(self, ledger: Ledger, values: dict[Place, Any], places: dict[str, Column]) -> Row:
        titled = [
            row
            for row in ledger.rows
            if all(values.get((row, places[name])) == COLUMNS[name].header for name in self.chosen)
        ]
        assert titled, "there is no header"
        if self.has_header:
            assert titled == [self.header], "the header is another row"
        return titled[0]

    def _owners(
        self, ledger: Ledger, values: dict[Place, Any], places: dict[str, Column], header: Row
    ) -> dict[Row, int | None]:
        """Whose each row is now, which holds a value. AssertionError for one that is neither a track's nor untouched."""
        owners: dict[Row, int | None] = {}
        links = self.links_of(ledger, self.by_id)
        for row in ledger.rows:
            cells = {name: values.get((row, column)) for name, column in places.items()}
            number = links.get(row)
            if row is header:
                continue
            if number is not None and all(self._is_right(cell, number, name) for name, cell in cells.items()):
                owners[row] = number
            elif self._is_untouched(row, values):
                owners[row] = None
                if number is not None and row.track == number and number not in self.kept:
                    owners[row] = number
            else:
                assert number is not None and number not in self.kept, f"a row is neither: {cells}"
                owners[row] = number
        return owners

    def _is_untouched(self, row: Row, values: dict[Place, Any]) -> bool:
        before = self.by_row.get(row, {})
        return all(values.get((row, column)) == value for column, value in before.items()) and all(
            column in before for one, column in values if one is row
        )

    def _check_rows(self, ledger: Ledger, owners: dict[Row, int | None], header: Row) -> None:
        left, marks = set(ledger.rows), ledger.marks()
        for row in self.rows:
            if row is header or row is self.header:
                continue
            fates = self.fates[row]
            is_unwanted = not fates <= self.kept
            if row not in left:
                assert is_unwanted or self.mode == "mirror", f"the row of track {row.track} is deleted"
                # A bare link is filled in, and a mirror has one row a track.
                is_bare = self.mode == "mirror" and all(
                    _ID.search(str(cell)) or (row, column) in self.empty_boxes or isinstance(cell, Formula)
                    for column, cell in self.by_row[row].items()
                )
                # Columns that have lost their marks twice hold what a sync has written, whose they may be now.
                is_bare |= self.is_unsure and not any(
                    _PERSONS.search(str(cell)) for cell in self.by_row[row].values()
                )
                is_ours = row.track is not None or self._is_like_written(row)
                assert is_bare or (is_ours and not self._has_content(row)), (
                    f"a row with something of the person's is deleted: {self._shown(row)}"
                )
                continue
            if not self.by_row[row]:
                continue
            assert owners[row] in fates, (
                f"a row is {owners[row]}'s and not one of {fates}: {self._shown(row)}"
            )
            must_go = fates.isdisjoint({*self.kept, None}) and self.words[row] and not row.is_given_up
            # What was ours in a column that has lost its mark is the person's now.
            is_beside = any(
                column in ledger.columns and column not in marks and (row, column) not in self.empty_boxes
                for column in self.by_row[row]
            )
            if must_go and not is_beside and not self._typed(row):
                assert self._has_content(row), f"a row of an unwanted track stays: {self._shown(row)}"
        before = [row for row in self.rows if self.by_row[row]]
        old = Counter(owners[row] for row in before if owners.get(row) is not None)
        new = Counter(number for row, number in owners.items() if row not in before and number is not None)
        for number, count in new.items():
            assert number in self.wanted and count == 1 and not old[number], (
                f"track {number} came in {count} times, beside {old[number]} rows"
            )
        missing = [number for number in self.wanted if not old[number] + new[number]]
        assert not missing, f"tracks without a row: {missing}"
        used = ledger.rows[: ledger.used_rows()]
        came = [row for row in used if row not in self.fates and row is not header and owners[row] is None]
        assert not came, "empty rows came in"

    def _shown(self, row: Row) -> list[Any]:
        return [self._cell(row, column) for column in self.columns]

    def _check_columns(
        self,
        ledger: Ledger,
        values: dict[Place, Any],
        marks: dict[Column, str],
        owners: dict[Row, int | None],
    ) -> None:
        left = set(ledger.columns)
        for column in self.columns:
            fates = self.column_fates[column]
            if column not in self.marks or self.marks[column] in self.chosen:
                assert column in left, f"the column {column.id} is deleted"
                assert marks.get(column) in fates, f"the column {column.id} is now {marks.get(column)}"
                continue
            if Counter(self.marks.values())[self.marks[column]] > 1:
                # One of the two is taken for the dropped column.
                same = [one for one, mark in self.marks.items() if mark == self.marks[column]]
                assert left & {*same}, "a dropped column is deleted with its copy"
                continue
            stands = {
                row: value
                for row in ledger.rows
                if not row.is_header and (value := self.by_row.get(row, {}).get(column)) is not None
            }
            persons = {
                row: value
                for row, value in stands.items()
                if column in self._typed(row) or owners.get(row) is None
            }
            has_note = any(noted is column for _, noted in self.notes)
            if column not in left:
                assert not persons and not has_note, (
                    f"a dropped column is deleted with {[*persons.values()]} of the person's"
                )
                continue
            # Of a row that is known by its words alone, those in dropped columns are left to the person.
            undecided = [
                row
                for row in stands
                if row not in persons and (len(self.fates.get(row, ())) > 1 or self.links[row] != row.track)
            ]
            is_needed = persons or has_note or undecided or not self.has_header
            assert is_needed, f"a dropped column stays for nothing: {column.id}"
            for row, value in stands.items():
                cell = values.get((row, column))
                is_typed = row in undecided or column in self._typed(row)
                assert cell == (value if row in persons else None) or is_typed
            assert column not in marks, f"a dropped column is marked: {column.id}"
        came = [
            column for column in ledger.columns if column not in self.column_fates and column not in marks
        ]
        # Google does not delete the last column that is not frozen.
        is_needed = ledger.frozen_columns > 0
        assert not came or (is_needed and came == ledger.columns[-1:]), "empty columns came in"

    def _check_order(self, ledger: Ledger, owners: dict[Row, int | None], header: Row) -> None:
        """The person's columns stay in their order, and in a merge all rows; a new row comes in under the next newer one."""
        persons = [column for column in self.columns if self._is_persons_column(column)]
        assert [column for column in ledger.columns if column in persons] == persons, "columns have moved"
        if self.mode == "mirror":
            return
        left = [row for row in ledger.rows if self.by_row.get(row)]
        assert [row for row in self.rows if row in left] == left, "rows have moved"
        rows: dict[int, list[int]] = {}
        for at, row in enumerate(ledger.rows):
            if row is not header and owners[row] is not None:
                rows.setdefault(owners[row], []).append(at)
        for newer, number in pairwise(self.wanted):
            is_new = not self.by_row.get(ledger.rows[rows[number][0]])
            if is_new and len(rows[newer]) == 1:
                assert rows[number][0] == rows[newer][0] + 1, f"track {number} is not under track {newer}"
        newest = rows[self.wanted[0]][0] if self.wanted else None
        if newest is not None and not self.by_row.get(ledger.rows[newest]):
            assert newest >= max(ledger.rows.index(header) + 1, ledger.frozen_rows), "the newest is not below"

    def _check_mirror(self, ledger: Ledger, values: dict[Place, Any]) -> None:
        columns = ledger.columns[: len(self.chosen)]
        assert [values.get((ledger.rows[0], column)) for column in columns] == [
            COLUMNS[name].header for name in self.chosen
        ]
        for row, number in zip(ledger.rows[1:], self.wanted, strict=False):
            for column, name in zip(columns, self.chosen, strict=True):
                assert self._is_right(values.get((row, column)), number, name), "the copy is not exact"

    def check_refusal(self) -> None:
        """A mirror is refused for something of the person's that stands in its way, and for nothing else."""
        if self.is_unsure or not self.has_header:
            # The row of its titles is the person's then.
            return
        for row in self.rows:
            if row.is_header or (not self.by_row[row] and not any(noted is row for noted, _ in self.notes)):
                continue
            # Sorted, the formulas of a column are not the same in each row any more.
            has_formula = any(isinstance(cell, Formula) for cell in self.by_row[row].values())
            has_content = has_formula or self._has_content(row)
            if self.fates[row] == {row.track} and row.track in self.kept and not self._typed(row):
                copies = sum(one.track == row.track for one in self.rows)
                if copies > 1 and has_content:
                    return
                continue
            # A link alone proves nothing.
            if row.track is None or has_content or not self.words[row] or len(self.fates[row]) > 1:
                return
        raise AssertionError("the exact copy is refused for nothing")

    # what was undecided

    def _header_so_far(
        self, ledger: Ledger, values: dict[Place, Any], places: dict[str, Column]
    ) -> Row | None:
        if self.header in ledger.rows and self.has_header:
            return self.header
        titled = [row for row in ledger.rows if self._has_new_titles(row, values, places)]
        return titled[0] if titled else self.header

    def _has_new_titles(self, row: Row, values: dict[Place, Any], places: dict[str, Column]) -> bool:
        names = [name for name in self.chosen if name in places]
        return bool(names) and all(values.get((row, places[name])) == COLUMNS[name].header for name in names)

    def settle(self, ledger: Ledger, *, is_end: bool) -> None:
        """Takes into the ledger what the sync has made of the tab, after a batch or at the end."""
        marks = ledger.marks()
        if self.marks.keys() != marks.keys() or is_end:
            for column in ledger.columns:
                column.id = marks.get(column)
        values = ledger.values()
        places = {name: column for column, name in marks.items()}
        if is_end:
            header = self._check_header(ledger, values, places)
        else:
            header = self._header_so_far(ledger, values, places)
        for row in ledger.rows:
            row.is_header = row is header
        links, written = self.links_of(ledger, self.by_id), {row for row, _ in ledger.written}
        owners = self._owners(ledger, values, places, ledger.header) if is_end else links
        for row in ledger.rows:
            if row.is_header:
                row.track = None
            elif is_end or row not in self.fates or not self.by_row[row]:
                self._give(row, owners.get(row), ledger.written)
            elif row in written and links.get(row) in self.fates[row]:
                self._give(row, links[row], ledger.written)
            if row.track is None:
                row.ours = {}
            elif is_end and row.track in self.kept:
                row.ours = {column: values.get((row, column)) for column in marks}
            elif is_end and row.track not in self.kept:
                row.is_given_up = row.is_given_up or bool(row in self.fates and self._typed(row))

    def _give(self, row: Row, track: int | None, written: set[Place]) -> None:
        if row.track not in (None, track):
            # What a sync has written there for another track is what the person's link has made of it.
            row.ours = {column: cell for column, cell in row.ours.items() if (row, column) in written}
        row.track = track
