"""Which tabs besides the main one a person has, and which of them have to be written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from library.rules.json_conditions import BadRules
from sheets.models import LinkedSheet, SmartTab, StatisticsTab
from sheets.tabs.base import TabWriter
from sheets.tabs.smart import SmartTabWriter
from sheets.tabs.statistics import StatisticsTabWriter


@dataclass
class TabQueue:
    """`due` have to be written, `leaving` to be deleted; `told` are the receipt's parts about the others."""

    due: list[TabWriter] = field(default_factory=list)
    leaving: list[TabWriter] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)

    @property
    def are_still(self) -> bool:
        return not (self.due or self.leaving)


def own_tabs(sheet: LinkedSheet, *, heal: bool) -> TabQueue:
    """A tab that the person deleted in Google Sheets is told of, and left alone."""
    found = TabQueue()
    for row in SmartTab.objects.filter(user_id=sheet.user_id):
        try:
            tab = SmartTabWriter(row, sheet)
        except BadRules as wrong:
            found.told.append({"name": row.name, "problem": wrong.sentence})
        else:
            _sort(found, tab, heal=heal)
    for optional in StatisticsTab.objects.filter(user_id=sheet.user_id):
        _sort(found, StatisticsTabWriter(optional, sheet), heal=heal)
    return found


def _sort(found: TabQueue, tab: TabWriter, *, heal: bool) -> None:
    is_here = tab.row.spreadsheet_id == tab.sheet.spreadsheet_id
    if tab.row.leaving:
        found.leaving.append(tab)
    elif tab.row.lost and is_here:
        found.told.append(lost(tab))
    elif heal or not tab.is_still():
        found.due.append(tab)
    else:
        found.told.append(tab.row.confirmed_receipt)


def lost(tab: TabWriter) -> dict[str, Any]:
    return {"name": tab.name, "problem": "You deleted this tab in Google Sheets. It can be made again."}


def gids_of(user_id: int) -> set[int]:
    models: tuple[type[SmartTab | StatisticsTab], ...] = (SmartTab, StatisticsTab)
    return {gid for model in models for gid in _gids(model, user_id)}


def _gids(model: type[SmartTab | StatisticsTab], user_id: int) -> Iterable[int]:
    return model._default_manager.filter(user_id=user_id).values_list("gid", flat=True)
