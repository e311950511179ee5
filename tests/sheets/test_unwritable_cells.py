"""Cells that do not keep what is written into them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from sheets import writer as writing
from sheets.models import SmartTab
from sheets.planner.grid import Grid
from sheets.tabs import reader as looking
from syncer.models import Schedule
from tests.support.receipts import present_receipt
from tests.support.sheet_harness import SheetHarness


@pytest.fixture
def seen_as(monkeypatch) -> Callable[[Callable[[Grid], None]], None]:
    """Every read of a tab goes through `change` first: Google answers something else than was written."""
    plain = writing.parse_grid

    def install(change: Callable[[Grid], None]) -> None:
        def parse_grid(answer, gid):
            grid = plain(answer, gid)
            change(grid)
            return grid

        for module in (writing, looking):
            monkeypatch.setattr(module, "parse_grid", parse_grid)

    return install


@pytest.fixture
def merged(harness, seen_as) -> set[tuple[int, int]]:
    """Cells of the main tab (row, column) that are always empty, as merged ones are."""
    cells: set[tuple[int, int]] = set()

    def drop(grid: Grid) -> None:
        for row, column in cells:
            if grid.gid == harness.sheet.gid and row < len(grid.rows):
                grid.rows[row][column] = None

    seen_as(drop)
    return cells


def changed(harness: SheetHarness) -> None:
    harness.world.spotify.remove(harness.name, offsets=[3])
    harness.world.log.clear()


def requests(harness: SheetHarness) -> tuple[int, int]:
    count = harness.world.count
    return count("google-sheets", "get_by_data_filter"), count("google-sheets", "batch_update")


def test_the_rest_is_written_and_the_cell_is_named(harness, merged) -> None:
    merged.add((2, 1))
    changed(harness)
    receipt = harness.sync()
    assert present_receipt(receipt).unwritable_cells == ["B3 (Track)"]
    assert requests(harness) == (1, 2), "once among all that changed, once alone"
    assert set(harness.column("Link")) - {None} == set(harness.library[:50])


def test_neighbours_are_named_together_and_the_header_too(harness, merged) -> None:
    merged |= {(0, 1), (5, 2), (6, 2), (7, 2)}
    changed(harness)
    assert present_receipt(harness.sync()).unwritable_cells == ["B1 (Track)", "C6 to C8 (Album)"]
    assert requests(harness)[1] <= 2


@pytest.mark.slow
def test_each_sync_tries_again_until_the_cell_keeps_its_value(harness, merged) -> None:
    merged.add((2, 1))
    changed(harness)
    harness.sync()
    harness.world.log.clear()
    assert present_receipt(harness.sync()).unwritable_cells == ["B3 (Track)"]
    assert requests(harness) == (1, 1)
    merged.clear()
    assert not harness.sync()["unwritable_cells"]
    harness.world.log.clear()
    assert harness.sync()["unchanged"] is True
    assert requests(harness) == (0, 0)


def test_the_page_of_the_run_names_the_cells_and_what_to_do(harness, merged) -> None:
    merged.add((2, 1))
    changed(harness)
    run = harness.run()
    browser = Client()
    browser.force_login(harness.user, backend="accounts.backends.Spotify")
    page = browser.get(f"/runs/{run.pk}/")
    assertContains(page, "B3 (Track)")
    assertContains(page, "Merge cells, Unmerge")


def test_rows_that_do_not_appear_fail_the_run_and_are_not_written_again(harness, seen_as) -> None:
    gone = harness.library[2]

    def without(grid: Grid) -> None:
        for row in grid.rows:
            if gone in row:
                row.clear()
        grid.rows[1][1] = None

    seen_as(without)
    changed(harness)
    run = harness.run()
    assert (run.state, run.problem_code) == ("failed", "cells_do_not_hold")
    assert Schedule.objects.get(user=harness.user).problem_fix == "sheet"
    assert requests(harness)[1] <= 2


@pytest.mark.slow
def test_unwritable_cells_of_another_tab_are_in_its_own_receipt(harness, seen_as) -> None:
    row = SmartTab.objects.create(user=harness.user, name="Everything", position=0, rules={})
    harness.sync()
    row.refresh_from_db()

    def drop(grid: Grid) -> None:
        if grid.gid == row.gid:
            grid.rows[2][1] = None

    seen_as(drop)
    changed(harness)
    receipt = harness.sync()
    assert not receipt["unwritable_cells"]
    assert "B3 (Track)" in present_receipt(receipt).tabs[0].problem
    assert harness.sync()["tabs"][0]["unwritable_cells"], "it is not taken for right the next day"
