"""Which tabs besides the main one a person has, and which of them have to be written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Sheet
from library.models import SmartSheet, StatisticsTab
from library.smart.json_conditions import BadRules
from syncer.story.month_tab import MonthTab
from syncer.story.own_tabs import OwnTab
from syncer.story.smart_tab import SmartTab


@dataclass
class OwnTabs:
    """`due` have to be written, `leaving` to be deleted; `told` are the receipt's parts about the others."""

    due: list[OwnTab] = field(default_factory=list)
    leaving: list[OwnTab] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)

    @property
    def are_still(self) -> bool:
        return not (self.due or self.leaving)


def own_tabs(sheet: Sheet, *, heal: bool) -> OwnTabs:
    """A tab that the person deleted in Google Sheets is told of, and left alone."""
    found = OwnTabs()
    for row in SmartSheet.objects.filter(user_id=sheet.user_id):
        try:
            tab = SmartTab(row, sheet)
        except BadRules as wrong:
            found.told.append({"name": row.name, "problem": wrong.sentence})
        else:
            _sort(found, tab, heal=heal)
    for optional in StatisticsTab.objects.filter(user_id=sheet.user_id):
        _sort(found, MonthTab(optional, sheet), heal=heal)
    return found


def _sort(found: OwnTabs, tab: OwnTab, *, heal: bool) -> None:
    is_here = tab.row.spreadsheet_id == tab.sheet.spreadsheet_id
    if tab.row.leaving:
        found.leaving.append(tab)
    elif tab.row.lost and is_here:
        found.told.append(lost(tab))
    elif heal or not tab.is_still():
        found.due.append(tab)
    else:
        found.told.append(tab.row.confirmed_receipt)


def lost(tab: OwnTab) -> dict[str, Any]:
    return {"name": tab.name, "problem": "You deleted this tab in Google Sheets. It can be made again."}


def gids_of(user_id: int) -> set[int]:
    models: tuple[type[SmartSheet | StatisticsTab], ...] = (SmartSheet, StatisticsTab)
    return {gid for model in models for gid in _gids(model, user_id)}


def _gids(model: type[SmartSheet | StatisticsTab], user_id: int) -> Iterable[int]:
    return model._default_manager.filter(user_id=user_id).values_list("gid", flat=True)
