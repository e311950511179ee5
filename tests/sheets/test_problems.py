"""What a refused mirror names: a few places, and how many more there are."""

from __future__ import annotations

from sheets.problems import MirrorRefusedForCells, MirrorRefusedForRows
from tests.support.problems import text_of


def test_cells_in_the_way_of_a_mirror_are_named():
    assert "our columns (B4)." in text_of(MirrorRefusedForCells(["B4"]))


def test_many_cells_in_the_way_of_a_mirror_are_named_up_to_five():
    problem = MirrorRefusedForCells([f"B{row}" for row in range(2, 14)])
    assert problem.values == {"cells": ["B2", "B3", "B4", "B5", "B6"], "more": 7}
    assert "our columns (B2, B3, B4, B5, B6 and 7 more)." in text_of(problem)


def test_rows_with_content_in_the_way_of_a_mirror_are_named():
    assert "cells of your own (row 4, 9)." in text_of(MirrorRefusedForRows([4, 9]))
