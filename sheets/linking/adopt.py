"""Takes over a tab of a spreadsheet that a person has shared with the service account.

Anybody could paste anybody's address; naming a tab with a code is what only somebody who may edit can do.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

from accounts.models import User
from problems.kinds import AskUser, TryLater, Unclear
from providers.google.client import SheetsClient
from sheets.credentials import client_for
from sheets.linking.address import parse
from sheets.linking.codes import link_code
from sheets.linking.keep import FIELDS, TAB_TITLE, keep_sheet, refuse_if_taken
from sheets.linking.turns import own_turn
from sheets.models import LinkedSheet


def adopt_shared(user: User, pasted: str) -> LinkedSheet:
    """Links the tab that carries the person's code, and gives it a friendlier name.

    Renaming it is the proof that we may edit, too. Raises a `Problem` with its own sentence for each way to fail.
    """
    with own_turn(user):
        door = client_for()
        address = parse(pasted, settings.GOOGLE_DOCS_URL)
        book = door.get(address.spreadsheet_id, FIELDS)
        tab = _tab_with_code(book, link_code(user).code)
        refuse_if_taken(user, book["spreadsheetId"])
        _rename(door, book, tab["sheetId"])
        return keep_sheet(user, book, tab["sheetId"], LinkedSheet.Method.SHARED)


def _tabs(book: dict[str, Any]) -> list[dict[str, Any]]:
    return [sheet["properties"] for sheet in book.get("sheets", [])]


def _tab_with_code(book: dict[str, Any], code: str) -> dict[str, Any]:
    for tab in _tabs(book):
        if tab["title"].strip().casefold() == code.casefold() and tab.get("sheetType", "GRID") == "GRID":
            return {"sheetId": 0, **tab}
    raise AskUser(
        "code_tab_missing",
        f"The spreadsheet opens, but none of its tabs is called {code}. Name the tab that your tracks should go"
        f" to {code} (double-click its name at the bottom), then try again. It shows that the spreadsheet is"
        " yours to edit; the tab gets a friendlier name at once.",
    )


def _rename(door: SheetsClient, book: dict[str, Any], gid: int) -> None:
    title = free_title(TAB_TITLE, {tab["title"] for tab in _tabs(book)})
    properties = {"sheetId": gid, "title": title}
    request = {"updateSheetProperties": {"properties": properties, "fields": "title"}}
    try:
        door.batch_update(book["spreadsheetId"], [request], fields="spreadsheetId")
    except Unclear as problem:
        raise TryLater(
            "linking_unclear",
            "Google did not confirm that the tab was renamed. Wait three minutes and try again; if the tab has"
            " lost its code by then, give it the code once more.",
            when=problem.when,
        ) from problem


def free_title(wanted: str, taken: set[str]) -> str:
    """Google tells titles apart without regard to case."""
    taken = {title.casefold() for title in taken}
    title, number = wanted, 1
    while title.casefold() in taken:
        number += 1
        title = f"{wanted} {number}"
    return title
