"""Reads the tabs that are to be written: all in one request, unless some may not exist."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from providers.google.client import SheetsClient
from providers.google.problems import TabDeleted
from sheets.linking.links import free_title
from sheets.planner.grid import READ_FIELDS, Grid, TabMissing, parse_grid, read_request, spreadsheet_zone
from sheets.planner.requests import find_tagged_tabs
from sheets.problems import TabDeletedByUser
from sheets.tabs.base import ManagedTabWriter
from sheets.tabs.main import MainTabWriter
from sheets.tabs.queue import TabQueue, gids_of, problem_receipt

LIST_FIELDS = "properties.timeZone,sheets.properties(sheetId,title)"


class TabReader:
    """`main` is None when only other tabs are to be written."""

    def __init__(
        self, client: SheetsClient, spreadsheet_id: str, main: MainTabWriter | None, queue: TabQueue
    ) -> None:
        self._client = client
        self._spreadsheet_id = spreadsheet_id
        self._main = main
        self._queue = queue

    def read(self) -> dict[int, Grid]:
        """Returns the tabs by gid. Those that are yet to be created are blank; those that the person deleted are marked so.

        Raises `TabDeleted` when the main tab is gone and no single tab carries its columns' tags.
        """
        # Google refuses a read as a whole when one tab of it does not exist: tabs that may not are looked up first.
        needs_listing = self._queue.delete_pending or any(tab.needs_listing for tab in self._queue.due)
        zone = self._resolve_tabs(self._list()) if needs_listing else None
        try:
            return self._grids(zone)
        except TabMissing:
            # The person has deleted one since the last write: the list shows which. One read of all tabs and a second
            # try are cheaper than the list each time, because Google counts requests and not tabs:
            # https://developers.google.com/workspace/sheets/api/limits
            zone = self._resolve_tabs(self._list()) if self._queue.due else None
            if self._main is not None and (zone is None or not self._has_main):
                # Stored at once: the run asks before each request whether another tab was linked meanwhile.
                self._main.save(gid=self._find_main())
        return self._grids(zone)

    def _list(self) -> dict[str, Any]:
        return self._client.get(self._spreadsheet_id, LIST_FIELDS)

    def _resolve_tabs(self, listing: dict[str, Any]) -> ZoneInfo:
        """Finds out which managed tabs exist, and chooses free titles for those that need one."""
        tabs = [sheet["properties"] for sheet in listing.get("sheets", ())]
        titles = {tab.get("sheetId", 0): tab.get("title", "") for tab in tabs}
        self._has_main = self._main is not None and self._main.gid in titles
        self._queue.delete_pending = [tab for tab in self._queue.delete_pending if not _is_gone(tab, titles)]
        for tab in list(self._queue.due):
            # Only a tab that was created in this spreadsheet can have been deleted from it.
            if tab.gid not in titles and tab.was_created:
                tab.mark_deleted_by_user()
                self._queue.due.remove(tab)
                self._queue.receipts.append(problem_receipt(tab.name, TabDeletedByUser()))
            else:
                _choose_title(tab, titles)
        return spreadsheet_zone(listing)

    def _grids(self, zone: ZoneInfo | None) -> dict[int, Grid]:
        main = [self._main.gid] if self._main else []
        gids = main + [tab.gid for tab in self._queue.due if not tab.is_new]
        answer = self._read(gids) if gids else {}
        grids = {gid: parse_grid(answer, gid) for gid in gids}
        at = zone or spreadsheet_zone(answer)
        return grids | {tab.gid: tab.blank(at) for tab in self._queue.due if tab.is_new}

    def _read(self, gids: list[int]) -> dict[str, Any]:
        """Raises `TabMissing` when one of the tabs does not exist: Google refuses the request and names none."""
        try:
            return self._client.read(self._spreadsheet_id, read_request(gids), READ_FIELDS)
        except TabDeleted as problem:
            raise TabMissing(gids[0]) from problem

    def _find_main(self) -> int:
        """Returns the one tab that carries our columns' tags, when the main tab is gone: a copy of it, say.

        Raises `TabDeleted`.
        """
        answer = self._client.read(self._spreadsheet_id, find_tagged_tabs(), "sheets.properties(sheetId)")
        tagged = {entry["properties"].get("sheetId", 0) for entry in answer.get("sheets", ())}
        # Smart sheets carry the same tags.
        if self._main is not None:
            tagged -= gids_of(self._main.sheet.user_id)
        # Of two copies it is unknown which one the person continues to use.
        if len(tagged) == 1:
            return int(tagged.pop())
        raise TabDeleted


def _is_gone(tab: ManagedTabWriter, titles: dict[int, str]) -> bool:
    """Forgets a tab that is to be deleted and does not exist; False for one that exists."""
    if tab.gid in titles:
        return False
    tab.forget()
    return True


def _choose_title(tab: ManagedTabWriter, titles: dict[int, str]) -> None:
    """A tab that the person renamed in Google Sheets keeps that title, until they rename it on the site."""
    tab.is_new = tab.gid not in titles
    current = titles.pop(tab.gid, "")
    renamed = tab.row.last_title != tab.name
    tab.title = free_title(tab.name, set(titles.values())) if tab.is_new or renamed else current
    titles[tab.gid] = tab.title
