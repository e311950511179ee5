"""Writes down which tab of which spreadsheet is whose."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from problems.kinds import AskUser
from sheets.models import LinkCode, LinkedSheet
from sheets.signals import sheet_linked

DEFAULT_COLUMNS = ["artist", "track", "album", "added", "link"]
TAB_TITLE = "Saved tracks"
# What both ways of linking need to know of a spreadsheet.
FIELDS = "spreadsheetId,spreadsheetUrl,properties.title,sheets.properties(sheetId,title,sheetType)"


def keep_sheet(user: User, book: dict[str, Any], gid: int, method: LinkedSheet.Method) -> LinkedSheet:
    """`book` is Google's answer with `FIELDS`. The code has done its duty; the daily sync begins."""
    try:
        with transaction.atomic():
            sheet = LinkedSheet.objects.create(
                user=user,
                spreadsheet_id=book["spreadsheetId"],
                url=book["spreadsheetUrl"],
                title=book.get("properties", {}).get("title", "")[:500],
                method=method,
                gid=gid,
                columns=DEFAULT_COLUMNS,
            )
            LinkCode.objects.filter(user=user).delete()
            sheet_linked.send(sender=User, user=user)
    except IntegrityError as error:
        raise taken() from error
    return sheet


def refuse_if_taken(user: User, spreadsheet_id: str) -> None:
    if LinkedSheet.objects.filter(spreadsheet_id=spreadsheet_id).exclude(user=user).exists():
        raise taken()


def taken() -> AskUser:
    return AskUser(
        "sheet_taken",
        "Somebody else's tracks are written into this spreadsheet already, and one spreadsheet belongs to one"
        " person. Choose another one, or ask them to unlink it first.",
    )
