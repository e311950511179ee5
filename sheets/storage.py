"""Stores what was written into a tab's rows: before each write, and when Google has confirmed it."""

from __future__ import annotations

from typing import Any

from sheets.models import LinkedSheet, WrittenTab
from sheets.planner.written_rows import WrittenRows, read_written_rows

# Of a tab that Google answers nothing about, again and again, while what is to be written changes each time.
MAX_SENT = 4


def load_written_rows(sheet: LinkedSheet, gid: int) -> tuple[WrittenRows, ...]:
    """Returns what the writes that may be in the tab have left in it: confirmed ones first. One query."""
    tabs = WrittenTab.objects.filter(sheet=sheet, spreadsheet_id=sheet.spreadsheet_id, gid=gid)
    return tuple(
        read_written_rows(tab.columns, bytes(tab.rows)) for tab in tabs.order_by("-confirmed", "-pk")
    )


def save_sent(sheet: LinkedSheet, gid: int, rows: WrittenRows) -> None:
    """Stores a write that is about to be sent: its answer may get lost."""
    if not _is_linked(sheet):
        return
    sent = WrittenTab.objects.filter(sheet=sheet, gid=gid, confirmed=False).order_by("pk")
    fields = _fields(sheet, rows)
    if not sent.filter(**fields).exists():
        # More than one: of each a part may be in the tab, until a write is confirmed.
        WrittenTab.objects.create(sheet=sheet, gid=gid, confirmed=False, **fields)
        kept = sent.reverse().values_list("pk", flat=True)[:MAX_SENT]
        sent.exclude(pk__in=list(kept)).delete()


def save_confirmed(sheet: LinkedSheet, gid: int, rows: WrittenRows) -> None:
    """Stores a write that Google has confirmed."""
    if not _is_linked(sheet):
        return
    WrittenTab.objects.update_or_create(sheet=sheet, gid=gid, confirmed=True, defaults=_fields(sheet, rows))
    WrittenTab.objects.filter(sheet=sheet, gid=gid, confirmed=False).delete()


def forget_written_rows(sheet: LinkedSheet, gid: int) -> None:
    """Deletes what is stored of a tab that is no more."""
    WrittenTab.objects.filter(sheet=sheet, gid=gid).delete()


def _is_linked(sheet: LinkedSheet) -> bool:
    """Whether the person has not unlinked the sheet, or linked another one, while it was written."""
    return LinkedSheet.objects.filter(pk=sheet.pk, spreadsheet_id=sheet.spreadsheet_id).exists()


def _fields(sheet: LinkedSheet, rows: WrittenRows) -> dict[str, Any]:
    return {
        "spreadsheet_id": sheet.spreadsheet_id,
        "columns": list(rows.columns),
        "rows": rows.to_bytes(),
    }
