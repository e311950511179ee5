"""The report that the demo prints: receipt, first rows of the sheet, number of requests made."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import requests

from sandbox.demo.visit import Visit

ROWS_SHOWN = 6  # header included
WIDTH = 20
DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 (a sheet's days are counted in its own time zone)
DATES = {"Added"}
API = {"spotify-api": "Spotify", "google-sheets": "Google Sheets"}
LOOKED_UP = {"artist", "audio_features"}


def sheet_rows(sandbox: str, spreadsheet_id: str) -> list[list[Any]]:
    """Returns the filled rows of the first tab, header first, read through the control API."""
    answer = requests.get(f"{sandbox}/control/google/spreadsheets/{spreadsheet_id}", timeout=30)
    answer.raise_for_status()
    rows: list[list[Any]] = answer.json()["tabs"][0]["values"]
    return [row for row in rows if any(value is not None for value in row)]


def requests_made(sandbox: str) -> str:
    """Returns the number of requests to each vendor as text.

    Leaves out the requests for genres and features, which run in the background.
    """
    entries = requests.get(f"{sandbox}/control/log", timeout=30).json()
    counts = Counter(entry["service"] for entry in entries if entry["kind"] not in LOOKED_UP)
    return ", ".join(f"{counts[service]} to {name}" for service, name in API.items())


def lines(visit: Visit, rows: Sequence[Sequence[Any]], asked: str) -> list[str]:
    """Returns the report, one item a line."""
    facts = [f"  {term}: {fact}" for term, fact in visit.receipt.items()]
    notices = [f"  {notice}" for notice in visit.notices]
    header = rows[0] if rows else []
    first = [f"  {line(row, header)}" for row in rows[:ROWS_SHOWN]]
    more = [f"  … and {len(rows) - ROWS_SHOWN} rows more"] if len(rows) > ROWS_SHOWN else []
    return [
        "",
        f"The first sync: {visit.outcome}",
        *notices,
        *facts,
        f"  Requests as the stand-ins counted them, sign-in included: {asked}",
        "",
        f"The sheet ({max(len(rows) - 1, 0)} tracks)",
        *first,
        *more,
    ]


def line(row: Sequence[Any], header: Sequence[Any]) -> str:
    """Returns one row of the sheet as text in columns."""
    return "  ".join(cell(shown(value, name)) for name, value in zip(header, row, strict=False)).rstrip()


def shown(value: Any, column: str) -> Any:
    """Returns a date as text in the sheet's number format, and any other value as it is."""
    if column in DATES and isinstance(value, float):
        return f"{DAY_ZERO + timedelta(days=value):%Y-%m-%d %H:%M}"
    return value


def cell(value: Any) -> str:
    """Returns one cell in exactly WIDTH terminal columns: CJK characters take two, combining marks none."""
    text = "" if value is None else str(value)
    if width_of(text) > WIDTH:
        while width_of(text) > WIDTH - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (WIDTH - width_of(text))


def width_of(text: str) -> int:
    """Returns the number of terminal columns that a text takes."""
    return sum(map(letter_width, text))


def letter_width(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
