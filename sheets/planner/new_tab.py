"""A tab of our own, made in one batch that can safely be sent twice: the second time the id is taken."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sheets.columns import Column
from sheets.planner import requests as ask
from sheets.planner.desired import DesiredTab
from sheets.planner.grid import Grid
from sheets.planner.plan import plan
from sheets.planner.requests import Request

_ROWS, _COLUMNS = 1000, 26


def new_tab_requests(gid: int, title: str, columns: Sequence[Column]) -> list[Request]:
    """addSheet with the id `gid`, then our columns from A on: marked, wide enough, under a frozen header.

    An existing tab needs nothing of the kind: planning lays the columns where none of ours stand, from A on in a blank
    tab, else pushed in to the left of what stands there.
    """
    width = max(_COLUMNS, len(columns))
    blank = Grid(gid, title, ZoneInfo("UTC"), row_count=_ROWS, column_count=width, frozen_rows=1)
    laying = plan(blank, DesiredTab(tuple(columns), rows=()))
    return [ask.add_tab(gid, title, _ROWS, width), *laying.requests]
