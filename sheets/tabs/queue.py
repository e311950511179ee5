"""Which managed tabs a person has, and which of them have to be written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from library.problems import InvalidRules
from problems.kinds import Problem
from sheets.models import LinkedSheet, SmartTab, StatisticsTab
from sheets.problems import TabDeletedByUser
from sheets.receipt import TabReceipt
from sheets.tabs.base import ManagedTabWriter
from sheets.tabs.smart import SmartTabWriter
from sheets.tabs.statistics import StatisticsTabWriter


@dataclass
class TabQueue:
    """`due` have to be written, `delete_pending` to be deleted; `receipts` are those of the others."""

    due: list[ManagedTabWriter] = field(default_factory=list)
    delete_pending: list[ManagedTabWriter] = field(default_factory=list)
    receipts: list[TabReceipt] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.due or self.delete_pending)


def queue_tabs(sheet: LinkedSheet, *, heal: bool) -> TabQueue:
    """Returns the person's tabs by what has to be done. With `heal` all are written that may be."""
    queue = TabQueue()
    for row in SmartTab.objects.filter(user_id=sheet.user_id):
        try:
            tab = SmartTabWriter(row, sheet)
        except InvalidRules as problem:
            # Rules of a newer version: this tab is left alone, and the others are written all the same.
            queue.receipts.append(problem_receipt(row.name, problem))
        else:
            _add(queue, tab, heal=heal)
    for statistics in StatisticsTab.objects.filter(user_id=sheet.user_id):
        _add(queue, StatisticsTabWriter(statistics, sheet), heal=heal)
    return queue


def _add(queue: TabQueue, tab: ManagedTabWriter, *, heal: bool) -> None:
    # In another spreadsheet than the one that is linked now, the tab was not deleted but never created.
    is_here = tab.row.spreadsheet_id == tab.sheet.spreadsheet_id
    if tab.row.delete_pending:
        queue.delete_pending.append(tab)
    elif tab.row.deleted_by_user and is_here:
        queue.receipts.append(problem_receipt(tab.name, TabDeletedByUser()))
    elif heal or not tab.is_up_to_date():
        queue.due.append(tab)
    else:
        queue.receipts.append(TabReceipt.from_json(tab.row.confirmed_receipt))


def problem_receipt(name: str, problem: Problem) -> TabReceipt:
    """Returns the receipt of a tab that could not be written."""
    return TabReceipt(name, problem_code=problem.code, problem_values=dict(problem.values))


def gids_of(user_id: int) -> set[int]:
    """Returns the ids of all tabs that are the person's besides the main one."""
    models: tuple[type[SmartTab | StatisticsTab], ...] = (SmartTab, StatisticsTab)
    return {gid for model in models for gid in _gids(model, user_id)}


def _gids(model: type[SmartTab | StatisticsTab], user_id: int) -> Iterable[int]:
    return model._default_manager.filter(user_id=user_id).values_list("gid", flat=True)
