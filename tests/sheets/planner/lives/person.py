"""What a person does to the tab between two syncs, at random. Each text of theirs is like nothing else, and says beside
what it was written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sheets.columns import LINK
from tests.sheets.planner.lives.ledger import Column, Ledger, Row
from tests.sheets.planner.lives.oracle import TELLING

One = TypeVar("One")
_JUNK = ("", "gone", "https://open.spotify.com/track/nobody", "=1+1", "42")
_WORDS = ("", "7", "=1+1", "TRUE", "oops", "typed over")


class Person:
    """Each method is an operation that takes two numbers, modulo what there is."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._count = 0

    def _text(self, kind: str, row: Row | None = None) -> str:
        self._count += 1
        if row is None:
            return f"{kind} {self._count}"
        beside = "titles" if row.is_header else "no track" if row.track is None else f"track {row.track}"
        return f"{kind} {self._count} beside {beside}"

    # choosing

    def _used(self) -> list[Row]:
        return self._ledger.rows[: self._ledger.used_rows()]

    def _row(self, number: int) -> Row | None:
        """Any row down to the last used one but the header."""
        return _pick([row for row in self._used() if not row.is_header], number)

    def _tracks_row(self, number: int) -> Row | None:
        return _pick([row for row in self._used() if row.track is not None], number)

    def _persons_column(self, number: int) -> Column:
        """One is inserted at the right when there is none."""
        ledger = self._ledger
        free = [column for column in ledger.columns if column.id is None]
        return free[number % len(free)] if free else ledger.insert_column(len(ledger.columns))

    def _our_column(self, number: int, *, with_link: bool = True) -> Column | None:
        columns = [one for one in self._ledger.columns if one.id and (with_link or one.id != LINK)]
        return _pick(columns, number)

    def _new_row(self, number: int) -> Row:
        """Inserted below the header, or under everything."""
        ledger, rows = self._ledger, self._ledger.rows
        first = rows.index(ledger.header) + 1 if ledger.header else 0
        return ledger.insert_row(first + number % (max(ledger.used_rows(), first) - first + 1))

    # what is written

    def write_beside(self, first: int, second: int) -> None:
        row, column = _pick(self._used(), first), self._persons_column(second)
        if row is not None:
            self._ledger.type(row, column, self._text("word", row))

    def note(self, first: int, second: int) -> None:
        row = _pick(self._used(), first)
        if row is not None:
            column = self._ledger.columns[second % len(self._ledger.columns)]
            self._ledger.note(row, column, self._text("note", row))

    def comment(self, first: int, second: int) -> None:
        row = _pick(self._used(), first)
        if row is not None:
            column = self._ledger.columns[second % len(self._ledger.columns)]
            self._ledger.comment(row, column, self._text("comment", row))

    def tick_boxes(self, first: int, second: int) -> None:
        """In a new column, beside all rows; some are ticked."""
        ledger, rows = self._ledger, self._used()
        top = ledger.rows.index(ledger.header) + 1 if ledger.header else 0
        if len(rows) > top:
            column = ledger.insert_column(first % (len(ledger.columns) + 1))
            ledger.add_tick_boxes(top, len(rows) - top, column)
            for row in rows[top:][:: 2 + second % 5] if second % 2 else ():
                ledger.type(row, column, "TRUE")

    def fill_formula(self, first: int, _second: int) -> None:
        """In a new column, beside all rows."""
        ledger, rows = self._ledger, self._used()
        top = ledger.rows.index(ledger.header) + 1 if ledger.header else 0
        if len(rows) > top:
            column = ledger.insert_column(first % (len(ledger.columns) + 1))
            ledger.fill_formula(top, len(rows) - top, column)

    def own_table(self, first: int, second: int) -> None:
        """In columns of theirs, from the first row on."""
        columns = [self._persons_column(first), self._persons_column(first + 1)]
        for row in self._ledger.rows[: 2 + second % 3]:
            for column in columns:
                self._ledger.type(row, column, self._text("own", row))

    def own_row(self, first: int, second: int) -> None:
        row, column = self._new_row(first), self._our_column(second, with_link=False)
        if column is not None:
            self._ledger.type(row, column, self._text("own"))
        if second % 3 or column is None:
            self._ledger.type(row, self._persons_column(second), self._text("own"))

    def pasted_link(self, first: int, second: int) -> None:
        """Of a track that is saved, was saved, will be or never is."""
        link = self._ledger.column(LINK)
        if link is not None:
            row = self._new_row(first)
            self._ledger.type(row, link, f"https://open.spotify.com/track/id{1 + second % 15}?si=abc")

    def own_row_with_link(self, first: int, second: int) -> None:
        telling = [column for column in self._ledger.columns if column.id in TELLING]
        link = self._ledger.column(LINK)
        if link is not None and telling:
            row = self._new_row(first)
            self._ledger.type(row, link, f"https://open.spotify.com/track/id{1 + second % 15}?si=abc")
            for column in telling[: 1 + second % len(telling)]:
                self._ledger.type(row, column, self._text("own"))

    def retype(self, first: int, second: int) -> None:
        row, column = self._tracks_row(first), self._our_column(second, with_link=False)
        if row is not None and column is not None:
            text = _WORDS[(first + second) % len(_WORDS)]
            self._ledger.type(row, column, self._text("typed", row) if text == "typed over" else text)

    def retype_link(self, first: int, second: int) -> None:
        row, link = self._tracks_row(first), self._ledger.column(LINK)
        if row is not None and link is not None:
            self._ledger.type(row, link, _JUNK[second % len(_JUNK)])

    def other_link(self, first: int, second: int) -> None:
        row, link = self._tracks_row(first), self._ledger.column(LINK)
        if row is not None and link is not None:
            self._ledger.type(row, link, f"https://open.spotify.com/track/id{1 + second % 15}")

    def other_form(self, first: int, second: int) -> None:
        row, link = self._tracks_row(first), self._ledger.column(LINK)
        text = self._ledger.values().get((row, link)) if row and link else None
        page = "https://open.spotify.com/track/"
        if isinstance(text, str) and text.startswith(page):
            track = text.removeprefix(page).partition("?")[0]
            forms = (
                f"{page}{track}?si=abc",
                f"http://open.spotify.com/intl-de/track/{track}",
                f"spotify:track:{track}",
            )
            self._ledger.type(row, link, forms[second % 3])

    def retype_title(self, first: int, _second: int) -> None:
        column, header = self._our_column(first), self._ledger.header
        if column is not None and header is not None:
            self._ledger.type(header, column, "my title")

    # rows

    def sort(self, first: int, second: int) -> None:
        """All rows below the frozen ones, and below the header."""
        ledger = self._ledger
        below = ledger.rows.index(ledger.header) + 1 if ledger.header else 0
        column = ledger.columns[first % len(ledger.columns)]
        ledger.sort(column, max(below, ledger.frozen_rows), descending=bool(second % 2))

    def sort_with_header(self, first: int, second: int) -> None:
        ledger = self._ledger
        column = ledger.columns[first % len(ledger.columns)]
        ledger.sort(column, 0, descending=bool(second % 2))

    def sort_selection(self, first: int, second: int) -> None:
        """Some columns alone, below the frozen rows and the header."""
        ledger = self._ledger
        below = ledger.rows.index(ledger.header) + 1 if ledger.header else 0
        left = first % len(ledger.columns)
        right = left + 1 + second % (len(ledger.columns) - left)
        column = ledger.columns[left + (first + second) % (right - left)]
        start = max(below, ledger.frozen_rows)
        ledger.sort(column, start, descending=bool(second % 2), columns=(left, right))

    def move_rows(self, first: int, second: int) -> None:
        row, to, rows = self._row(first), self._row(second), self._ledger.rows
        if row is not None and to is not None:
            at, count = rows.index(row), 1 + first % 2
            if at + count > len(rows) or rows[at].is_header or rows[at + count - 1].is_header:
                return
            self._ledger.move_rows(at, count, rows.index(to))

    def insert_row(self, first: int, _second: int) -> None:
        self._new_row(first)

    def row_on_top(self, _first: int, second: int) -> None:
        row = self._ledger.insert_row(0)
        self._ledger.type(row, self._persons_column(second), self._text("title"))

    def title_row_on_top(self, _first: int, second: int) -> None:
        """In a column of ours."""
        row, column = self._ledger.insert_row(0), self._our_column(second)
        if column is not None:
            self._ledger.type(row, column, self._text("title"))

    def delete_row(self, first: int, _second: int) -> None:
        row = self._row(first)
        if row is not None and len(self._ledger.rows) > self._ledger.frozen_rows + 1:
            self._ledger.delete_row(row)

    def delete_header(self, _first: int, _second: int) -> None:
        header = self._ledger.header
        if header is not None and len(self._ledger.rows) > self._ledger.frozen_rows + 1:
            self._ledger.delete_row(header)

    def copy_row(self, first: int, second: int) -> None:
        source = self._row(first)
        if source is not None:
            self._ledger.copy_row(source, self._new_row(second))

    def copy_row_over(self, first: int, second: int) -> None:
        source, target = self._row(first), self._row(second)
        if source is not None and target is not None and source is not target:
            self._ledger.copy_row(source, target)

    def cut_row(self, first: int, second: int) -> None:
        source = self._row(first)
        if source is not None:
            self._ledger.cut_row(source, self._new_row(second))

    def cut_word(self, first: int, second: int) -> None:
        """Something of theirs, from beside one row to beside another."""
        values = self._ledger.values()
        words = [place for place in values if place[1].id is None and isinstance(values[place], str)]
        place, target = _pick(words, first), self._row(second)
        if place is not None and target is not None and (target, place[1]) not in values:
            self._ledger.type(*place, "")
            self._ledger.type(target, place[1], str(values[place]))

    def cut_cell_beside(self, first: int, second: int) -> None:
        """One of ours, into a column of theirs."""
        row, column = self._tracks_row(first), self._our_column(second)
        if row is not None and column is not None:
            self._ledger.copy_cell(row, column, self._persons_column(first))
            self._ledger.type(row, column, "")

    # columns

    def insert_column(self, first: int, second: int) -> None:
        column = self._ledger.insert_column(first % (len(self._ledger.columns) + 1))
        if second % 2 and self._ledger.header:
            self._ledger.type(self._ledger.header, column, self._text("title"))

    def move_column(self, first: int, second: int) -> None:
        count = len(self._ledger.columns)
        self._ledger.move_column(first % count, second % (count + 1))

    def delete_column(self, first: int, second: int) -> None:
        """One of ours as often as one of the person's."""
        ledger = self._ledger
        ours = [column for column in ledger.columns if column.id is not None]
        column = self._our_column(first) if second % 2 else self._persons_column(first)
        is_last = second % 2 and len(ours) < 3
        if column is not None and not is_last and len(ledger.columns) > ledger.frozen_columns + 1:
            ledger.delete_column(column)

    def copy_column(self, first: int, second: int) -> None:
        column = self._our_column(first)
        if column is not None:
            at = second % (len(self._ledger.columns) + 1)
            self._ledger.copy_column(column, at, with_mark=False)

    def copy_cell_beside(self, first: int, second: int) -> None:
        row, column = self._tracks_row(first), self._our_column(second)
        if row is not None and column is not None:
            self._ledger.copy_cell(row, column, self._persons_column(first))

    # the grid

    def freeze(self, first: int, second: int) -> None:
        ledger = self._ledger
        ledger.freeze(min(first % 4, len(ledger.rows) - 1), min(second % 3, len(ledger.columns) - 1))

    def trim(self, first: int, second: int) -> None:
        """Deletes empty rows and columns at the ends of the grid."""
        ledger = self._ledger
        rows = max(ledger.used_rows(), ledger.frozen_rows + 1, 1) + first % 2
        for row in ledger.rows[rows:][::-1]:
            ledger.delete_row(row)
        columns = max(ledger.used_columns(), ledger.frozen_columns + 1, 1) + second % 2
        for column in ledger.columns[columns:][::-1]:
            ledger.delete_column(column)

    # marks

    def double_mark(self, first: int, second: int) -> None:
        """A column of ours is copied as a whole, with its mark."""
        column = self._our_column(first)
        if column is not None:
            at = second % (len(self._ledger.columns) + 1)
            self._ledger.copy_column(column, at, with_mark=True)

    def lose_mark(self, first: int, _second: int) -> None:
        column = self._our_column(first, with_link=False)
        if column is not None and column in self._ledger.marks():
            self._ledger.unmark(column)

    def lose_mark_of_link(self, _first: int, _second: int) -> None:
        link = self._ledger.column(LINK)
        if link is not None and link in self._ledger.marks():
            self._ledger.unmark(link)

    def lose_all_marks(self, _first: int, _second: int) -> None:
        for column in self._ledger.marks():
            self._ledger.unmark(column)


def _pick(items: Sequence[One], number: int) -> One | None:
    return items[number % len(items)] if items else None


OPERATIONS = tuple(name for name in vars(Person) if not name.startswith("_"))
