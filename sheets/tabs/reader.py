"""One look at the tabs that are to be written: all of them in one read, unless some may not be there."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from problems.kinds import AskUser
from providers.google.client import SheetsClient
from providers.google.problems import TabDeleted
from sheets.linking.adopt import free_title
from sheets.planner.grid import READ_FIELDS, Grid, TabMissing, parse_grid, read_request, spreadsheet_zone
from sheets.planner.requests import find_tagged_tabs
from sheets.tabs.base import TabWriter
from sheets.tabs.main import MainTabWriter
from sheets.tabs.queue import TabQueue, gids_of, lost

LIST_FIELDS = "properties.timeZone,sheets.properties(sheetId,title)"


class TabReader:
    """`main` is None when only other tabs are to be written."""

    def __init__(
        self, door: SheetsClient, spreadsheet_id: str, main: MainTabWriter | None, own: TabQueue
    ) -> None:
        self._door = door
        self._spreadsheet_id = spreadsheet_id
        self._main = main
        self._own = own

    def read(self) -> dict[int, Grid]:
        """By gid. Tabs that are still to be made are blank; those that the person deleted are lost from here on."""
        unsure = self._own.leaving or any(tab.is_unsure for tab in self._own.due)
        zone = self._settle(self._list()) if unsure else None
        try:
            return self._grids(zone)
        except TabMissing:
            zone = self._settle(self._list()) if self._own.due else None
            if self._main is not None and (zone is None or not self._has_main):
                self._main.sheet.gid = self._find_main()
        return self._grids(zone)

    def _list(self) -> dict[str, Any]:
        return self._door.get(self._spreadsheet_id, LIST_FIELDS)

    def _settle(self, listing: dict[str, Any]) -> ZoneInfo:
        """Learns which of our tabs stand, and gives free names to those that want one."""
        tabs = [sheet["properties"] for sheet in listing.get("sheets", ())]
        titles = {tab.get("sheetId", 0): tab.get("title", "") for tab in tabs}
        self._has_main = self._main is not None and self._main.gid in titles
        self._own.leaving = [tab for tab in self._own.leaving if not _is_gone(tab, titles)]
        for tab in list(self._own.due):
            if tab.gid not in titles and tab.was_made:
                tab.lose()
                self._own.due.remove(tab)
                self._own.told.append(lost(tab))
            else:
                _entitle(tab, titles)
        return spreadsheet_zone(listing)

    def _grids(self, zone: ZoneInfo | None) -> dict[int, Grid]:
        main = [self._main.gid] if self._main else []
        gids = main + [tab.gid for tab in self._own.due if not tab.is_new]
        answer = self._read(gids) if gids else {}
        grids = {gid: parse_grid(answer, gid) for gid in gids}
        at = zone or spreadsheet_zone(answer)
        return grids | {tab.gid: tab.blank(at) for tab in self._own.due if tab.is_new}

    def _read(self, gids: list[int]) -> dict[str, Any]:
        try:
            return self._door.read(self._spreadsheet_id, read_request(gids), READ_FIELDS)
        except AskUser as problem:
            if isinstance(problem, TabDeleted):
                raise TabMissing(gids[0]) from problem
            raise

    def _find_main(self) -> int:
        """The tab that carries our columns' marks, when the one we knew is gone: its copy, say."""
        answer = self._door.read(self._spreadsheet_id, find_tagged_tabs(), "sheets.properties(sheetId)")
        marked = {entry["properties"].get("sheetId", 0) for entry in answer.get("sheets", ())}
        if self._main is not None:
            marked -= gids_of(self._main.sheet.user_id)
        if len(marked) == 1:
            return int(marked.pop())
        raise TabDeleted


def _is_gone(tab: TabWriter, titles: dict[int, str]) -> bool:
    """A tab that is to be deleted and is not there needs nothing any more."""
    if tab.gid in titles:
        return False
    tab.row.delete()
    return True


def _entitle(tab: TabWriter, titles: dict[int, str]) -> None:
    """A tab that the person renamed in Google Sheets keeps that name, until they rename it with us."""
    tab.is_new = tab.gid not in titles
    stands = titles.pop(tab.gid, "")
    renamed = tab.row.titled != tab.name
    tab.title = free_title(tab.name, set(titles.values())) if tab.is_new or renamed else stands
    titles[tab.gid] = tab.title
