"""Creates a spreadsheet in the person's own Drive, with the permission `drive.file`."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from accounts.credentials import get_credential
from accounts.models import User
from accounts.time_zones import zone_of
from problems.kinds import Unclear
from sheets.credentials import client_for
from sheets.linking.links import FIELDS, TAB_TITLE, linking_lock, store_link
from sheets.models import LinkedSheet, new_id
from sheets.problems import CreationUnclear


def create_spreadsheet(user: User) -> LinkedSheet:
    """Returns the linked spreadsheet. Its one tab is empty but for a frozen row: the first sync lays the columns.

    Raises `Reconnect` when Google is not connected, `CreationUnclear` without an answer, and Google's refusals.
    """
    with linking_lock(user):
        # First, for its `Reconnect`: a person who has not connected Google is asked to, before anything is created.
        get_credential(user, "google")
        gid = new_id()
        try:
            book = client_for(user).create(_body(user, gid), FIELDS)
        except Unclear as problem:
            # Not repeated: it would create a second one.
            raise CreationUnclear(when=problem.when) from problem
        return store_link(user, book, gid, LinkedSheet.Method.CREATED)


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
