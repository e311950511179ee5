"""Cells that do not keep what is written into them, and sheets that never stand still."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains

from providers import rate_limits as quota
from providers.google.client import SheetsClient
from sheets import writer as writing
from sheets.models import SmartTab
from sheets.planner.grid import Grid
from sheets.tabs import reader as looking
from syncer.models import Schedule, SyncRun
from tests.sheets.writer.scene import Scene
from tests.support.problems import text_of
from tests.support.receipts import present_receipt


@pytest.fixture
def seen_as(monkeypatch) -> Callable[[Callable[[Grid], None]], None]:
    """Every look at a tab goes through `change` first: Google shows something else than was written."""
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
def merged(scene, seen_as) -> set[tuple[int, int]]:
    """Cells of the main tab (row, column) that are always empty, as merged ones are."""
    cells: set[tuple[int, int]] = set()

    def drop(grid: Grid) -> None:
        for row, column in cells:
            if grid.gid == scene.sheet.gid and row < len(grid.rows):
                grid.rows[row][column] = None

    seen_as(drop)
    return cells


def changed(scene: Scene) -> None:
    scene.world.spotify.remove(scene.name, offsets=[3])
    scene.world.log.clear()


def requests(scene: Scene) -> tuple[int, int]:
    count = scene.world.count
    return count("google-sheets", "get_by_data_filter"), count("google-sheets", "batch_update")


def test_the_rest_is_written_and_the_cell_is_named(scene, merged) -> None:
    merged.add((2, 1))
    changed(scene)
    receipt = scene.sync()
    assert present_receipt(receipt).unwritable_cells == ["B3 (Track)"]
    assert requests(scene) == (1, 2), "once among all that changed, once alone"
    assert set(scene.column("Link")) - {None} == set(scene.library[:50])


def test_neighbours_are_named_together_and_the_header_too(scene, merged) -> None:
    merged |= {(0, 1), (5, 2), (6, 2), (7, 2)}
    changed(scene)
    assert present_receipt(scene.sync()).unwritable_cells == ["B1 (Track)", "C6 to C8 (Album)"]
    assert requests(scene)[1] <= 2


def test_each_sync_tries_once_more_until_it_holds(scene, merged) -> None:
    merged.add((2, 1))
    changed(scene)
    scene.sync()
    scene.world.log.clear()
    assert present_receipt(scene.sync()).unwritable_cells == ["B3 (Track)"]
    assert requests(scene) == (1, 1)
    merged.clear()
    assert not scene.sync()["unwritable_cells"]
    scene.world.log.clear()
    assert scene.sync()["unchanged"] is True
    assert requests(scene) == (0, 0)


def test_the_page_says_what_is_right_and_what_to_do(scene, merged) -> None:
    merged.add((2, 1))
    changed(scene)
    run = scene.run()
    browser = Client()
    browser.force_login(scene.user, backend="django.contrib.auth.backends.ModelBackend")
    page = browser.get(f"/runs/{run.pk}/")
    assertContains(page, "B3 (Track)")
    assertContains(page, "Merge cells, Unmerge")


def test_rows_that_do_not_come_are_asked_about_and_not_sent_again(scene, seen_as) -> None:
    gone = scene.library[2]

    def without(grid: Grid) -> None:
        for row in grid.rows:
            if gone in row:
                row.clear()
        grid.rows[1][1] = None

    seen_as(without)
    changed(scene)
    run = scene.run()
    assert (run.state, run.problem_code) == ("failed", "cells_do_not_hold")
    assert Schedule.objects.get(user=scene.user).problem_fix == "sheet"
    assert requests(scene)[1] <= 2


def test_a_tab_besides_the_main_one_tells_its_own_cells(scene, seen_as) -> None:
    row = SmartTab.objects.create(user=scene.user, name="Everything", position=0, rules={})
    scene.sync()
    row.refresh_from_db()

    def drop(grid: Grid) -> None:
        if grid.gid == row.gid:
            grid.rows[2][1] = None

    seen_as(drop)
    changed(scene)
    receipt = scene.sync()
    assert not receipt["unwritable_cells"]
    assert "B3 (Track)" in present_receipt(receipt).tabs[0].problem
    assert scene.sync()["tabs"][0]["unwritable_cells"], "it is not taken for right the next day"


@pytest.fixture
def restless(scene, monkeypatch) -> Scene:
    """With every write somebody changes another cell of ours."""
    plain, sent = SheetsClient.batch_update, []

    def written(self, *args, **more):
        sent.append(len(sent))
        scene.book.type_cell(scene.sheet.gid, 1 + len(sent) % 40, 1, f"typed {len(sent)}")
        return plain(self, *args, **more)

    monkeypatch.setattr(SheetsClient, "batch_update", written)
    return scene


def test_a_sheet_that_never_stands_still_is_left_after_so_many_writes(
    restless, settings, monkeypatch
) -> None:
    monkeypatch.setattr(writing, "MAX_WRITES", 12)
    changed(restless)
    run = restless.run()
    assert (run.state, run.problem_code, run.google_writes) == ("failed", "sheet_restless", 12)
    assert "Nothing of yours is lost" in text_of(run)
    assert Schedule.objects.get(user=restless.user).pause == "problem"


def test_waiting_for_the_budget_begins_no_new_count(restless, settings, monkeypatch) -> None:
    monkeypatch.setattr(writing, "MAX_WRITES", 12)
    settings.GOOGLE_REQUESTS_PER_MINUTE = 5
    changed(restless)
    codes = []
    for _ in range(4):
        run = restless.run()
        codes.append(run.problem_code)
        quota.limiter().storage.reset()
        SyncRun.objects.filter(state="waiting").update(resume_at=timezone.now())
        if run.state == "failed":
            break
    assert codes == ["google_budget", "google_budget", "sheet_restless"]
    assert run.google_writes == 12
