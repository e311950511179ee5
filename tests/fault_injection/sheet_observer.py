"""Looks at a sheet after every change of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.google.workbook import Workbook
from tests.fault_injection.outcome import links


class SheetObserver:
    """`seen`: the tracks' links, top down, as they stood at first and after each batch."""

    def __init__(self, monkeypatch, book: Workbook) -> None:
        self.seen = [links(book)]
        take = book.take

        def take_and_look(draft: SpreadsheetState) -> None:
            take(draft)
            self.seen.append(links(book))

        monkeypatch.setattr(book, "take", take_and_look)

    def look_anew(self) -> None:
        self.seen = self.seen[-1:]


def assert_no_row_missing(seen: Sequence[Sequence[str]]) -> None:
    """No look showed a track twice, or fewer rows than both the first and the last one."""
    least = min(len(seen[0]), len(seen[-1]))
    for rows in seen:
        twice = [link for link, count in Counter(rows).items() if count > 1]
        assert not twice
        assert len(rows) >= least
