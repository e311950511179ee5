from __future__ import annotations


def cell_address(row: int, column: int) -> str:
    """The cell's name as the person sees it: (0, 0) is A1."""
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}{row + 1}"


def quoted_title(title: str) -> str:
    """The tab in A1 notation, as `responseRanges` takes it."""
    return "'" + title.replace("'", "''") + "'"
