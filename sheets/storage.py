"""Stores what was written into a tab's rows: before each write, and when Google has confirmed it."""

from __future__ import annotations

from typing import Any

from django.db.models import FilteredRelation, Q

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
    sent = _sent_before(sheet, gid)
    fields = _fields(sheet, rows)
    if sent is None or fields in sent.values():
        return
    # More than one: of each a part may be in the tab, until a write is confirmed.
    WrittenTab.objects.create(sheet=sheet, gid=gid, confirmed=False, **fields)
    if too_old := sorted(sent, reverse=True)[MAX_SENT - 1 :]:
        WrittenTab.objects.filter(pk__in=too_old).delete()


def save_confirmed(sheet: LinkedSheet, gid: int, rows: WrittenRows) -> None:
    """Stores a write that Google has confirmed."""
    of_tab = WrittenTab.objects.filter(sheet=sheet, gid=gid)
    fields = _fields(sheet, rows)
    if not of_tab.filter(_is_linked(sheet, "sheet__"), confirmed=True).update(**fields):
        if not LinkedSheet.objects.filter(_is_linked(sheet)).exists():
            return
        WrittenTab.objects.create(sheet=sheet, gid=gid, confirmed=True, **fields)
    of_tab.filter(confirmed=False).delete()


def forget_written_rows(sheet: LinkedSheet, gid: int) -> None:
    """Deletes what is stored of a tab that is no more."""
    WrittenTab.objects.filter(sheet=sheet, gid=gid).delete()


def _sent_before(sheet: LinkedSheet, gid: int) -> dict[int, dict[str, Any]] | None:
    """Returns what was sent to the tab and not confirmed, by primary key; None when the sheet is not linked any more."""
    sent = Q(written_tabs__gid=gid, written_tabs__confirmed=False)
    linked = LinkedSheet.objects.filter(_is_linked(sheet)).annotate(
        sent=FilteredRelation("written_tabs", condition=sent)
    )
    found = list(linked.values_list("sent__pk", "sent__spreadsheet_id", "sent__columns", "sent__rows"))
    if not found:
        return None
    return {
        pk: {"spreadsheet_id": spreadsheet_id, "columns": columns, "rows": bytes(rows)}
        for pk, spreadsheet_id, columns, rows in found
        if pk is not None
    }


def _is_linked(sheet: LinkedSheet, path: str = "") -> Q:
    """The condition that the person has not unlinked the sheet, or linked another one, while it was written."""
    return Q((f"{path}pk", sheet.pk), (f"{path}spreadsheet_id", sheet.spreadsheet_id))


def _fields(sheet: LinkedSheet, rows: WrittenRows) -> dict[str, Any]:
    return {
        "spreadsheet_id": sheet.spreadsheet_id,
        "columns": list(rows.columns),
        "rows": rows.to_bytes(),
    }
