"""Makes a spreadsheet in the person's own Drive, with the permission `drive.file`."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings

from accounts.credentials import get_credential
from accounts.models import User
from accounts.time_zones import zone_of
from problems.kinds import TryLater, Unclear
from sheets.credentials import client_for
from sheets.linking.keep import FIELDS, TAB_TITLE, keep_sheet
from sheets.linking.turns import own_turn
from sheets.models import LinkedSheet


def create_spreadsheet(user: User) -> LinkedSheet:
    """Its one tab is empty but for a frozen row: the first sync lays the columns.

    Raises `Reconnect` when Google is not connected. No answer is not repeated: it would make a second one.
    """
    with own_turn(user):
        get_credential(user, "google")
        gid = secrets.randbelow(2_000_000_000) + 1
        try:
            book = client_for(user).create(_body(user, gid), FIELDS)
        except Unclear as problem:
            raise TryLater(
                "creating_unclear",
                "Google did not say whether the spreadsheet was made. Look into your Drive: if there is a new empty"
                " one, you may delete it. Then try again.",
                when=problem.when,
            ) from problem
        return keep_sheet(user, book, gid, LinkedSheet.Method.CREATED)


def _body(user: User, gid: int) -> dict[str, Any]:
    """https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/create"""
    zone = zone_of(user).key
    grid = {"rowCount": 1000, "columnCount": 26, "frozenRowCount": 1}
    return {
        "properties": {
            "title": f"{settings.SITE_NAME} — saved tracks",
            "timeZone": "Etc/GMT" if zone == "UTC" else zone,
        },
        "sheets": [{"properties": {"sheetId": gid, "title": TAB_TITLE, "gridProperties": grid}}],
    }
