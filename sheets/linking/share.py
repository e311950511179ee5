"""Links a tab of a spreadsheet that a person has shared with the service account."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from accounts.models import User
from problems.kinds import Unclear
from providers.google.client import SheetsClient
from sheets.columns import DEFAULT_COLUMNS
from sheets.credentials import client_for
from sheets.linking.address import parse_address
from sheets.linking.links import (
    FIELDS,
    TAB_TITLE,
    TAG_FIELDS,
    column_tags,
    free_title,
    get_link_code,
    linking_lock,
    require_free,
    store_link,
)
from sheets.models import LinkedSheet
from sheets.problems import CodeTabMissing, RenameUnclear


def link_shared(user: User, pasted: str) -> LinkedSheet:
    """Links the tab that carries the person's code, and gives it a friendlier name.

    Raises a problem of `sheets.problems` for an address or a spreadsheet that cannot be linked, and Google's refusals.
    """
    with linking_lock(user):
        client = client_for(asked_by=user)
        address = parse_address(pasted, settings.GOOGLE_DOCS_URL)
        book = client.get(address.spreadsheet_id, f"{FIELDS},{TAG_FIELDS}")
        tab = _tab_with_code(book, get_link_code(user).code)
        # Before the first write: another person's sheet is not touched, even when the code is in it.
        require_free(user, book["spreadsheetId"])
        # The first write is also the proof that the service account may edit and not only view.
        _rename(client, book, tab["sheetId"])
        # Columns of an earlier link stay: the first sync would delete those that are not chosen, and nobody was asked.
        columns = _columns_of(book, tab["sheetId"]) or DEFAULT_COLUMNS
        return store_link(user, book, tab["sheetId"], LinkedSheet.Method.SHARED, columns)


def _columns_of(book: dict[str, Any], gid: int) -> tuple[str, ...]:
    """Returns the ids of our columns in the tab, from left to right."""
    for tab in book.get("sheets", []):
        if tab["properties"].get("sheetId", 0) == gid:
            return tuple(column for _, column in sorted(column_tags(tab).items()))
    return ()


def _tabs(book: dict[str, Any]) -> list[dict[str, Any]]:
    return [sheet["properties"] for sheet in book.get("sheets", [])]


def _tab_with_code(book: dict[str, Any], code: str) -> dict[str, Any]:
    """Returns the properties of the tab that is named like the code. Raises `CodeTabMissing`."""
    # Google omits fields that hold their default: the first tab of many spreadsheets has the id 0.
    for tab in _tabs(book):
        if tab["title"].strip().casefold() == code.casefold() and tab.get("sheetType", "GRID") == "GRID":
            return {"sheetId": 0, **tab}
    raise CodeTabMissing(link_code=code)


def _rename(client: SheetsClient, book: dict[str, Any], gid: int) -> None:
    """Raises `RenameUnclear` without an answer, and Google's refusals."""
    title = free_title(TAB_TITLE, {tab["title"] for tab in _tabs(book)})
    properties = {"sheetId": gid, "title": title}
    request = {"updateSheetProperties": {"properties": properties, "fields": "title"}}
    try:
        client.batch_update(book["spreadsheetId"], [request], fields="spreadsheetId")
    except Unclear as problem:
        # Nothing is stored yet: a second try finds the code in the tab, or the tab renamed and asks for the code again.
        raise RenameUnclear(when=problem.when) from problem
