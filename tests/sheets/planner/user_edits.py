"""What a person does to the sheet between two syncs. Everything they write is unlike anything else in it."""

from __future__ import annotations

from collections.abc import Callable

from tests.sheets.planner.tab_under_test import GID, TabUnderTest

Edit = tuple[str, int, int]
IDENTIFYING = ("artist", "track", "added", "duration", "explicit")
"""Columns that hold a value for every track, which never changes."""


class UserEdits:
    """The edits of one person. Each takes two numbers, modulo what there is."""

    def __init__(self, tab: TabUnderTest) -> None:
        self.tab = tab
        self.written = 0

    def do(self, edit: Edit) -> None:
        name, first, second = edit
        act: Callable[[int, int], None] = getattr(self, name)
        act(first, second)

    def unique(self, kind: str) -> str:
        self.written += 1
        return f"{kind}-{self.written}"

    def _row(self, number: int, *, header: bool = False) -> int | None:
        rows = len(self.tab.values)
        first = 0 if header else 1
        return first + number % (rows - first) if rows > first else None

    def _user_column(self, number: int) -> int:
        """A column without a tag; one is inserted when there is none."""
        width = self.tab.width
        free = [place for place in range(width) if place not in self.tab.tagged.values()]
        if not free:
            self.tab.book.insert_columns(GID, width)
            free = [width]
        return free[number % len(free)]

    def _managed_column(self, number: int) -> int:
        places = sorted(self.tab.tagged.values())
        return places[number % len(places)]

    def value(self, first: int, second: int) -> None:
        row = self._row(first, header=True)
        if row is not None:
            self.tab.type(row, self._user_column(second), self.unique("value"))

    def note_beside(self, first: int, second: int) -> None:
        row = self._row(first, header=True)
        if row is not None:
            self.tab.note(row, self._user_column(second), self.unique("note"))

    def note_on_managed(self, first: int, second: int) -> None:
        row = self._row(first, header=True)
        if row is not None and self.tab.tagged:
            self.tab.note(row, self._managed_column(second), self.unique("note"))

    def users_row(self, first: int, second: int) -> None:
        row = self._row(first)
        if row is not None:
            self.tab.book.insert_rows(GID, row)
            self.tab.type(row, self._managed_column(second), self.unique("own"))
            if second % 3:
                self.tab.type(row, self._user_column(second), self.unique("own"))

    def pasted_row(self, first: int, second: int) -> None:
        """With the link of a track that is saved, was saved, will be or never is, and other text."""
        row = self._row(first)
        identifying = [place for name, place in self.tab.tagged.items() if name in IDENTIFYING]
        if row is not None and "link" in self.tab.tagged and len(identifying) > 1:
            self.pasted_link(first, second)
            for place in identifying[: 1 + second % len(identifying)]:
                self.tab.type(row, place, self.unique("own"))

    def pasted_link(self, first: int, second: int) -> None:
        row, column = self._row(first), self.tab.tagged.get("link")
        if row is not None and column is not None:
            self.tab.book.insert_rows(GID, row)
            self.tab.type(row, column, f"https://open.spotify.com/track/id{1 + second % 15}?si=abc")

    def copy_of_managed_column(self, first: int, second: int) -> None:
        """The values of a managed column with one edit, instead of that column or beside it."""
        values, place = self.tab.values, self._managed_column(first)
        width = self.tab.width
        self.tab.book.insert_columns(GID, width)
        for row, cells in enumerate(values):
            if isinstance(cells[place], str) and not cells[place].startswith(("=", "+")):
                self.tab.type(row, width, cells[place])
        # after a narrow scope the tab may have fewer than five rows
        below_header = self.tab.read().row_count - 1
        self.tab.type(1 + second % min(4, below_header), width, self.unique("value"))
        if second % 3 and len(self.tab.tagged) > 2:
            self.tab.book.delete_columns(GID, place)

    def blank_row(self, first: int, _second: int) -> None:
        row = self._row(first)
        if row is not None:
            self.tab.book.insert_rows(GID, row)

    def row_on_top(self, _first: int, second: int) -> None:
        self.tab.book.insert_rows(GID, 0)
        self.tab.type(0, self._user_column(second), self.unique("own"))

    def sort(self, first: int, second: int) -> None:
        width = self.tab.width
        self.tab.book.sort(GID, first % width, descending=bool(second % 2), start_row=1)

    def sort_with_header(self, first: int, second: int) -> None:
        width = self.tab.width
        self.tab.book.sort(GID, first % width, descending=bool(second % 2), start_row=0)

    def move_row(self, first: int, second: int) -> None:
        row, to = self._row(first), self._row(second)
        if row is not None and to is not None:
            self.tab.book.move_rows(GID, row, 1, to)

    def delete_row(self, first: int, _second: int) -> None:
        row = self._row(first)
        if row is not None:
            self.tab.book.delete_rows(GID, row)

    def delete_header(self, _first: int, _second: int) -> None:
        if len(self.tab.values) > 2:
            self.tab.book.delete_rows(GID, 0)

    def edit_managed_cell(self, first: int, second: int) -> None:
        row = self._row(first)
        columns = [place for name, place in self.tab.tagged.items() if name != "link"]
        if row is not None and columns:
            text = ("", "7", "=1+1", "TRUE", "oops")[second % 5]
            self.tab.type(row, columns[first % len(columns)], text)

    def damage_key(self, first: int, second: int) -> None:
        row, column = self._row(first), self.tab.tagged.get("link")
        if row is not None and column is not None:
            junk = ("", "gone", "https://open.spotify.com/track/nobody", "=1+1", "42")
            self.tab.type(row, column, junk[second % len(junk)])

    def link_in_other_form(self, first: int, second: int) -> None:
        row, column = self._row(first), self.tab.tagged.get("link")
        text = self.tab.values[row][column] if row is not None and column is not None else None
        if isinstance(text, str) and text.startswith("https://open.spotify.com/track/"):
            track = text.removeprefix("https://open.spotify.com/track/").partition("?")[0]
            forms = (
                f"https://open.spotify.com/track/{track}?si=abc",
                f"http://open.spotify.com/intl-de/track/{track}",
                f"spotify:track:{track}",
            )
            self.tab.type(row, column, forms[second % 3])

    def duplicate_row(self, first: int, _second: int) -> None:
        row = self._row(first)
        if row is not None:
            values = self.tab.values[row]
            self.tab.book.insert_rows(GID, row + 1)
            for place in self.tab.tagged.values():
                if isinstance(values[place], str) and not values[place].startswith(("=", "+")):
                    self.tab.type(row + 1, place, values[place])

    def insert_column(self, first: int, second: int) -> None:
        place = first % (self.tab.width + 1)
        self.tab.book.insert_columns(GID, place)
        if second % 2:
            self.tab.type(0, place, self.unique("title"))

    def move_column(self, first: int, second: int) -> None:
        width = self.tab.width
        self.tab.book.move_column(GID, first % width, second % (width + 1))

    def delete_managed_column(self, first: int, _second: int) -> None:
        if len(self.tab.tagged) > 2:
            self.tab.book.delete_columns(GID, self._managed_column(first))

    def edit_header(self, first: int, _second: int) -> None:
        if len(self.tab.tagged) > 2:
            self.tab.type(0, self._managed_column(first), "my header")

    def rename_tab(self, _first: int, _second: int) -> None:
        self.tab.book.rename_tab(GID, self.unique("tab"))

    def hide_row(self, first: int, _second: int) -> None:
        row = self._row(first)
        if row is not None:
            self.tab.book.hide_rows(GID, row)
