"""Addresses and ranges in A1 notation, as people read them in Google Sheets. Rows and columns count from 0 here.

https://developers.google.com/workspace/sheets/api/guides/concepts#cell
"""

from __future__ import annotations


def column_letters(column: int) -> str:
    """Returns the column's name: 0 is A, 25 is Z, 26 is AA."""
    letters = ""
    # not plain base 26: there is no letter for zero, so each digit is counted from 1
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def cell_address(row: int, column: int) -> str:
    """Returns the cell's name: (0, 0) is A1."""
    return f"{column_letters(column)}{row + 1}"


def quoted_title(title: str) -> str:
    """Returns the whole tab as a range, as `responseRanges` takes it."""
    return "'" + title.replace("'", "''") + "'"
