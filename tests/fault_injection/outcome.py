"""What a person has in the end, in a form that can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from library.models import SavedTrack
from sandbox.google.fields import parse
from sandbox.google.workbook import Workbook
from sandbox.world import World
from syncer.models import SyncRun

VALUES = parse("sheets.data.rowData.values.userEnteredValue")
TYPED = ("userEnteredValue", "userEnteredFormat", "note")
ALL_TYPED = parse(f"sheets(properties,data(columnMetadata,rowData.values({','.join(TYPED)})))")
LINK = "https://open.spotify.com/track/"
Interval = tuple[str, datetime, "datetime | str"]


@dataclass(frozen=True)
class Outcome:
    """`current` saves newest first; all `intervals` of saves with their ends; `sheet`: every cell's value, format and note, tab by tab."""

    current: list[tuple[str, datetime]]
    intervals: list[Interval]
    sheet: list[dict[str, Any]]


def outcome_of(world: World, user: User) -> Outcome:
    book = world.google.workbook(user.sheet.spreadsheet_id)
    return Outcome(_current(user), _intervals(user), _tabs(book))


def receipt_counts(run: SyncRun) -> dict[str, Any]:
    """What the receipt says of the library, however often the run was interrupted."""
    return {name: run.receipt[name] for name in ("added", "removed", "saved_again", "database", "sheet_rows")}


def _current(user: User) -> list[tuple[str, datetime]]:
    saves = SavedTrack.objects.filter(user=user, removed_at=None).order_by("-position")
    return list(saves.values_list("track__key", "added_at"))


def _intervals(user: User) -> list[Interval]:
    """A track that was saved again ends when it was; another one when a run noticed, which may be any time."""
    saves = SavedTrack.objects.filter(user=user)
    rows = sorted(saves.values_list("track__key", "added_at", "removed_at"), key=str)
    begins = {(key, added_at) for key, added_at, _ in rows}
    return [(key, added, _end(key, removed, begins)) for key, added, removed in rows]


def _end(key: str, removed: datetime | None, begins: set[tuple[str, datetime]]) -> datetime | str:
    if removed is None:
        return "current"
    return removed if (key, removed) in begins else "removed"


def _tabs(book: Workbook) -> list[dict[str, Any]]:
    return [_tab(sheet) for sheet in book.get(mask=ALL_TYPED)["sheets"]]


def _tab(sheet: dict[str, Any]) -> dict[str, Any]:
    data = sheet["data"][0]
    lines = [[_cell(cell) for cell in line.get("values", ())] for line in data.get("rowData", ())]
    cells = {
        (row, column): cell for row, line in enumerate(lines) for column, cell in enumerate(line) if cell
    }
    return {"properties": sheet["properties"], "cells": cells, "columns": data.get("columnMetadata")}


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    return {field: cell[field] for field in TYPED if field in cell}


def links(book: Workbook) -> list[str]:
    """The tracks' rows of all tabs by their links, top down."""
    answer = book.get(mask=VALUES)
    texts = [
        cell.get("userEnteredValue", {}).get("stringValue", "")
        for tab in answer["sheets"]
        for line in tab["data"][0].get("rowData", ())
        for cell in line.get("values", ())
    ]
    return [text for text in texts if text.startswith(LINK)]
