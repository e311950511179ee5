"""What a person does to the sheet between two syncs. Everything they write is unlike anything else in it."""

from __future__ import annotations

from collections.abc import Callable

from tests.sheets.planner.sheet_under_test import GID, Desk

Doing = tuple[str, int, int]
TELLING = ("artist", "track", "added", "duration", "explicit")
"""Columns that hold something for every track, and the same for good."""


class Person:
    """Each doing takes two numbers, taken modulo what there is."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.written = 0

    def do(self, doing: Doing) -> None:
        name, first, second = doing
        act: Callable[[int, int], None] = getattr(self, name)
        act(first, second)

    def unique(self, kind: str) -> str:
        self.written += 1
        return f"{kind}-{self.written}"

    def _row(self, number: int, *, header: bool = False) -> int | None:
        rows = len(self.desk.values)
        first = 0 if header else 1
        return first + number % (rows - first) if rows > first else None

    def _their_column(self, number: int) -> int:
        """A column that is not ours; one more is made when there is none."""
        width = self.desk.width
        free = [place for place in range(width) if place not in self.desk.ours.values()]
        if not free:
            self.desk.book.insert_columns(GID, width)
            free = [width]
        return free[number % len(free)]

    def _our_column(self, number: int) -> int:
        places = sorted(self.desk.ours.values())
        return places[number % len(places)]

    def value(self, first: int, second: int) -> None:
        row = self._row(first, header=True)
        if row is not None:
            self.desk.type(row, self._their_column(second), self.unique("value"))

    def note_beside(self, first: int, second: int) -> None:
        row = self._row(first, header=True)
        if row is not None:
            self.desk.note(row, self._their_column(second), self.unique("note"))

    def note_on_ours(self, first: int, second: int) -> None:
        row = self._row(first, header=True)
        if row is not None and self.desk.ours:
            self.desk.note(row, self._our_column(second), self.unique("note"))

    def own_row(self, first: int, second: int) -> None:
        row = self._row(first)
        if row is not None:
            self.desk.book.insert_rows(GID, row)
            self.desk.type(row, self._our_column(second), self.unique("own"))
            if second % 3:
                self.desk.type(row, self._their_column(second), self.unique("own"))

    def pasted_row(self, first: int, second: int) -> None:
        """With the link of a track that is saved, was saved, will be or never is, and words of their own."""
        row = self._row(first)
        telling = [place for name, place in self.desk.ours.items() if name in TELLING]
        if row is not None and "link" in self.desk.ours and len(telling) > 1:
            self.pasted_link(first, second)
            for place in telling[: 1 + second % len(telling)]:
                self.desk.type(row, place, self.unique("own"))

    def pasted_link(self, first: int, second: int) -> None:
        row, column = self._row(first), self.desk.ours.get("link")
        if row is not None and column is not None:
            self.desk.book.insert_rows(GID, row)
            self.desk.type(row, column, f"https://open.spotify.com/track/id{1 + second % 15}?si=abc")

    def column_like_ours(self, first: int, second: int) -> None:
        """What a column of ours says, apart from a word of their own, instead of ours or beside it."""
        values, place = self.desk.values, self._our_column(first)
        width = self.desk.width
        self.desk.book.insert_columns(GID, width)
        for row, cells in enumerate(values):
            if isinstance(cells[place], str) and not cells[place].startswith(("=", "+")):
                self.desk.type(row, width, cells[place])
        self.desk.type(1 + second % 4, width, self.unique("value"))
        if second % 3 and len(self.desk.ours) > 2:
            self.desk.book.delete_columns(GID, place)

    def blank_row(self, first: int, _second: int) -> None:
        row = self._row(first)
        if row is not None:
            self.desk.book.insert_rows(GID, row)

    def row_on_top(self, _first: int, second: int) -> None:
        self.desk.book.insert_rows(GID, 0)
        self.desk.type(0, self._their_column(second), self.unique("own"))

    def sort(self, first: int, second: int) -> None:
        width = self.desk.width
        self.desk.book.sort(GID, first % width, descending=bool(second % 2), start_row=1)

    def sort_with_header(self, first: int, second: int) -> None:
        width = self.desk.width
        self.desk.book.sort(GID, first % width, descending=bool(second % 2), start_row=0)

    def move_row(self, first: int, second: int) -> None:
        row, to = self._row(first), self._row(second)
        if row is not None and to is not None:
            self.desk.book.move_rows(GID, row, 1, to)

    def delete_row(self, first: int, _second: int) -> None:
        row = self._row(first)
        if row is not None:
            self.desk.book.delete_rows(GID, row)

    def delete_header(self, _first: int, _second: int) -> None:
        if len(self.desk.values) > 2:
            self.desk.book.delete_rows(GID, 0)

    def edit_ours(self, first: int, second: int) -> None:
        row = self._row(first)
        columns = [place for name, place in self.desk.ours.items() if name != "link"]
        if row is not None and columns:
            text = ("", "7", "=1+1", "TRUE", "oops")[second % 5]
            self.desk.type(row, columns[first % len(columns)], text)

    def damage_key(self, first: int, second: int) -> None:
        row, column = self._row(first), self.desk.ours.get("link")
        if row is not None and column is not None:
            junk = ("", "gone", "https://open.spotify.com/track/nobody", "=1+1", "42")
            self.desk.type(row, column, junk[second % len(junk)])

    def other_form(self, first: int, second: int) -> None:
        row, column = self._row(first), self.desk.ours.get("link")
        text = self.desk.values[row][column] if row is not None and column is not None else None
        if isinstance(text, str) and text.startswith("https://open.spotify.com/track/"):
            track = text.removeprefix("https://open.spotify.com/track/").partition("?")[0]
            forms = (
                f"https://open.spotify.com/track/{track}?si=abc",
                f"http://open.spotify.com/intl-de/track/{track}",
                f"spotify:track:{track}",
            )
            self.desk.type(row, column, forms[second % 3])

    def duplicate_row(self, first: int, _second: int) -> None:
        row = self._row(first)
        if row is not None:
            values = self.desk.values[row]
            self.desk.book.insert_rows(GID, row + 1)
            for place in self.desk.ours.values():
                if isinstance(values[place], str) and not values[place].startswith(("=", "+")):
                    self.desk.type(row + 1, place, values[place])

    def insert_column(self, first: int, second: int) -> None:
        place = first % (self.desk.width + 1)
        self.desk.book.insert_columns(GID, place)
        if second % 2:
            self.desk.type(0, place, self.unique("title"))

    def move_column(self, first: int, second: int) -> None:
        width = self.desk.width
        self.desk.book.move_column(GID, first % width, second % (width + 1))

    def delete_our_column(self, first: int, _second: int) -> None:
        if len(self.desk.ours) > 2:
            self.desk.book.delete_columns(GID, self._our_column(first))

    def edit_header(self, first: int, _second: int) -> None:
        if len(self.desk.ours) > 2:
            self.desk.type(0, self._our_column(first), "my header")

    def rename_tab(self, _first: int, _second: int) -> None:
        self.desk.book.rename_tab(GID, self.unique("tab"))

    def hide_row(self, first: int, _second: int) -> None:
        row = self._row(first)
        if row is not None:
            self.desk.book.hide_rows(GID, row)
