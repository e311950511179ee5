"""What can go wrong with a person's spreadsheet. The words are in `problems.texts`."""

from __future__ import annotations

from collections.abc import Sequence

from problems.kinds import AskUser

_MAX_NAMED = 5


class CellsDoNotHold(AskUser):
    """Google takes what is written into managed cells and does not keep it: merged cells as a rule, or a script."""

    code = "cells_do_not_hold"
    about_one_tab = True


class MirrorRefusedForCells(AskUser):
    """An exact copy would write over cells that the person typed into managed columns. `cells` are their addresses."""

    code = "mirror_refused"

    def __init__(self, cells: Sequence[str]) -> None:
        # a person may have typed thousands: enough to find them
        super().__init__(cells=list(cells[:_MAX_NAMED]), more=len(cells[_MAX_NAMED:]))


class MirrorRefusedForRows(AskUser):
    """An exact copy would delete rows beside which the person keeps notes or cells. `rows` are numbered from 1."""

    code = "mirror_refused_rows"

    def __init__(self, rows: Sequence[int]) -> None:
        super().__init__(rows=list(rows[:_MAX_NAMED]), more=len(rows[_MAX_NAMED:]))
