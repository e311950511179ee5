"""When Google refuses a batch for several tabs at once: each tab in batches of its own, so that none holds up another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from problems.kinds import AskUser
from problems.texts import describe_problem
from sheets.tabs.queue import TabQueue

LEFT_ALONE = "Your sheet is as it was."
ABOUT_ONE_TAB = {
    "sheet_protected",
    "array_formula_in_the_way",
    "merged_cells_in_the_way",
    "validation_in_the_way",
    "cells_do_not_hold",
    "cell_too_long",
    "sheet_full",
}
"""Refusals behind which one of the tabs may be, and not the spreadsheet or the permission."""


class Write(Protocol):
    def __call__(self, own: TabQueue, *, with_main: bool) -> dict[str, Any]: ...


def may_be_another_tab(problem: AskUser, own: TabQueue) -> bool:
    return problem.code in ABOUT_ONE_TAB and not own.are_still


def write_apart(own: TabQueue, write: Write, *, with_main: bool) -> dict[str, Any]:
    """The main tab first; what it is refused for stops the sync, what another one is refused for is told of it.

    Returns the receipt's part about the main tab, {} without it; `own.told` has those about the others.
    """
    receipt = write(TabQueue(), with_main=True) if with_main else {}
    for name, alone in list(_each(own)):
        try:
            write(alone, with_main=False)
        except AskUser as problem:
            if problem.code not in ABOUT_ONE_TAB:
                raise
            sentence = describe_problem(problem).replace(LEFT_ALONE, "This tab is as it was.")
            alone.told.append({"name": name, "problem": sentence})
        own.told += alone.told
    return receipt


def _each(own: TabQueue) -> Iterator[tuple[str, TabQueue]]:
    yield from ((tab.name, TabQueue(due=[tab])) for tab in own.due)
    yield from ((tab.name, TabQueue(leaving=[tab])) for tab in own.leaving)
