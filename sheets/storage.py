"""Stores what was written into a tab's rows: before each write, and when Google has confirmed it."""

from __future__ import annotations

from sheets.models import LinkedSheet, WrittenTab
from sheets.planner.written_rows import WrittenRows, read_written_rows


def load_written_rows(sheet: LinkedSheet, gid: int) -> tuple[WrittenRows, ...]:
    """Returns what the writes that may be in the tab have left in it: confirmed ones first. One query."""
    tabs = WrittenTab.objects.filter(sheet=sheet, spreadsheet_id=sheet.spreadsheet_id, gid=gid)
    return tuple(read_written_rows(tab.columns, bytes(tab.rows)) for tab in tabs.order_by("-confirmed"))


def save_sent(sheet: LinkedSheet, gid: int, rows: WrittenRows) -> None:
    """Stores a write that is about to be sent: its answer may get lost."""
    _save(sheet, gid, rows, confirmed=False)


def save_confirmed(sheet: LinkedSheet, gid: int, rows: WrittenRows) -> None:
    """Stores a write that Google has confirmed."""
    _save(sheet, gid, rows, confirmed=True)
    WrittenTab.objects.filter(sheet=sheet, gid=gid, confirmed=False).delete()


def forget_written_rows(sheet: LinkedSheet, gid: int) -> None:
    """Deletes what is stored of a tab that is no more."""
    WrittenTab.objects.filter(sheet=sheet, gid=gid).delete()


def _save(sheet: LinkedSheet, gid: int, rows: WrittenRows, *, confirmed: bool) -> None:
    # Not of a sheet that the person has unlinked, or linked anew, while it was written.
    if not LinkedSheet.objects.filter(pk=sheet.pk, spreadsheet_id=sheet.spreadsheet_id).exists():
        return
    WrittenTab.objects.update_or_create(
        sheet=sheet,
        gid=gid,
        confirmed=confirmed,
        defaults={
            "spreadsheet_id": sheet.spreadsheet_id,
            "columns": list(rows.columns),
            "rows": rows.to_bytes(),
        },
    )
