"""Creates what the tracks go into: a spreadsheet in the person's own Drive, and its main tab anew where it was deleted."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from accounts.credentials import get_credential
from accounts.models import User
from accounts.time_zones import google_name, zone_of
from problems.kinds import Unclear
from sheets.credentials import client_for
from sheets.linking.links import FIELDS, TAB_TITLE, free_title, linking_lock, one_at_a_time, store_link
from sheets.models import LinkedSheet, new_id
from sheets.problems import CreationUnclear
from sheets.storage import forget_written_rows


def create_spreadsheet(user: User) -> LinkedSheet:
    """Returns the linked spreadsheet. Its one tab is empty but for a frozen row: the first sync lays the columns.

    It is made with the permission `drive.file`. Raises `Reconnect` when Google is not connected, `CreationUnclear`
    without an answer, and Google's refusals.
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
    grid = {"rowCount": 1000, "columnCount": 26, "frozenRowCount": 1}
    return {
        "properties": {
            "title": f"{settings.SITE_NAME} — saved tracks",
            "timeZone": google_name(zone_of(user)),
        },
        "sheets": [{"properties": {"sheetId": gid, "title": TAB_TITLE, "gridProperties": grid}}],
    }


def recreate_main_tab(user: User) -> None:
    """Makes a new tab for the saved tracks, which the next sync fills. A tab that is there again is left as it is.

    Raises `LinkingInProgress` and Google's refusals; without an answer the next sync waits and looks.
    """
    with one_at_a_time(user):
        sheet = LinkedSheet.objects.filter(user=user).first()
        if sheet is None:
            return
        client = client_for(sheet)
        tabs = [tab["properties"] for tab in client.get(sheet.spreadsheet_id, FIELDS).get("sheets", [])]
        # Google omits fields that hold their default: the first tab of many spreadsheets has the id 0.
        if sheet.gid in {tab.get("sheetId", 0) for tab in tabs}:
            return
        gid, title = new_id(), free_title(TAB_TITLE, {tab["title"] for tab in tabs})
        request = {"addSheet": {"properties": {"sheetId": gid, "title": title}}}
        try:
            client.batch_update(sheet.spreadsheet_id, [request], fields="spreadsheetId")
        except Unclear as problem:
            # The tab may come yet. Known by its id, it is found then; and if it never comes, it is asked for anew.
            _remember(sheet, gid)
            LinkedSheet.objects.filter(pk=sheet.pk).update(unclear_until=problem.when)
        else:
            _remember(sheet, gid)


def _remember(sheet: LinkedSheet, gid: int) -> None:
    """Stores the new tab. What the last write confirmed was in the former one."""
    forget_written_rows(sheet, sheet.gid)
    LinkedSheet.objects.filter(pk=sheet.pk, gid=sheet.gid).update(
        gid=gid, confirmed_hash="", confirmed_stamp="", laid_columns=[]
    )
