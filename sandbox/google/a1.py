"""A1 notation: `Songs!B2:D`, `'My tab'!A1`, `A:C`, `Songs`."""

from __future__ import annotations

import re

_CELL = re.compile(r"\$?([A-Za-z]{1,3})?\$?([1-9]\d*)?")
_PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LOOKS_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+")

Corner = tuple[int | None, int | None]


def column_letters(index: int) -> str:
    """Returns the letters of a column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Returns the index of a column: A is 0, AA is 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def is_cell(text: str) -> bool:
    """Returns whether the text reads as a single cell: `AB12`."""
    return _LOOKS_LIKE_A_CELL.fullmatch(text) is not None


def quoted(title: str) -> str:
    """Returns a tab's title as written before the exclamation mark."""
    if _PLAIN_TITLE.fullmatch(title) and not _LOOKS_LIKE_A_CELL.fullmatch(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def address(title: str, top: int, left: int, bottom: int, right: int) -> str:
    """Returns the half-open rectangle in the notation that Google uses in answers and error messages."""
    first = f"{column_letters(left)}{top + 1}"
    last = f"{column_letters(right - 1)}{bottom}"
    return f"{quoted(title)}!{first}" if first == last else f"{quoted(title)}!{first}:{last}"


def split(text: str) -> tuple[str | None, str | None]:
    """Returns (title, cells): `'It''s'!A1` is ("It's", "A1"); text without "!" is (None, text)."""
    found = re.fullmatch(r"'((?:[^']|'')+)'(?:!(.*))?", text, re.DOTALL)
    if found:
        return found[1].replace("''", "'"), found[2]
    title, mark, cells = text.rpartition("!")
    return (title, cells) if mark else (None, text)


def corners(cells: str) -> tuple[Corner, Corner] | None:
    """Returns (row, column) of both corners, zero-based, None where open; None when the text is not a range."""
    first, colon, last = cells.partition(":")
    start, end = _corner(first), _corner(last if colon else first)
    if start is None or end is None or (not colon and None in start):
        return None
    return start, end


def _corner(text: str) -> Corner | None:
    found = _CELL.fullmatch(text)
    if not found or not text:
        return None
    row = int(found[2]) - 1 if found[2] else None
    return row, (column_index(found[1]) if found[1] else None)
