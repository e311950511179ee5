"""Makes the main tab again, which the person deleted in Google Sheets."""

from __future__ import annotations

from accounts.models import User
from problems.kinds import Unclear
from sheets.credentials import client_for
from sheets.linking.links import FIELDS, TAB_TITLE, free_title, one_at_a_time
from sheets.models import LinkedSheet, new_id


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
    LinkedSheet.objects.filter(pk=sheet.pk, gid=sheet.gid).update(
        gid=gid, confirmed_hash="", confirmed_stamp="", laid_columns=[]
    )
