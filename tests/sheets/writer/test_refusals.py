"""What Google refuses: a sentence of its own, the sheet untouched, the schedule paused, and one click to go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from providers.google.client import SheetsClient
from providers.google.problems import DriveFull, GoogleRequestRefused, MergedCellsInTheWay, ValidationInTheWay
from sandbox.google.tab import Tab
from sheets.models import LinkedSheet
from syncer.models import Schedule, SyncRun
from tests.support.problems import text_of
from tests.support.sheet_harness import SheetHarness, synced_sheet

ROBOT = "tracksheet@sandbox-project.iam.gserviceaccount.com"
PROTECTED = 4711


def protect(harness: SheetHarness) -> None:
    protected = {"range": {"sheetId": harness.sheet.gid}, "protectedRangeId": PROTECTED}
    harness.book.batch_update([{"addProtectedRange": {"protectedRange": protected}}])


def unprotect(harness: SheetHarness) -> None:
    harness.book.batch_update([{"deleteProtectedRange": {"protectedRangeId": PROTECTED}}])


def fill(harness: SheetHarness) -> None:
    """Another tab takes all of the 10 million cells but a few: no room for the rows to come."""
    room = 10_000_000 - harness.book.cell_count()
    width = next(columns for columns in range(1000, 2000) if room % columns < 26)
    harness.book.tabs.append(Tab.blank(99, "Everything else", room // width, width))


def make_room(harness: SheetHarness) -> None:
    harness.book.delete_tab(99)


def share(role: str) -> Callable[[SheetHarness], None]:
    return lambda harness: harness.world.google.share(harness.sheet.spreadsheet_id, ROBOT, role)


def unshare(harness: SheetHarness) -> None:
    harness.world.google.unshare(harness.sheet.spreadsheet_id, ROBOT)


def make_it(kind: str) -> Callable[[SheetHarness], None]:
    def make(harness: SheetHarness) -> None:
        harness.world.google.file(harness.sheet.spreadsheet_id).kind = kind

    return make


def delete_the_tab(harness: SheetHarness) -> None:
    harness.kept = harness.book.tab(harness.sheet.gid)
    harness.book.add_tab("Another one")
    harness.book.delete_tab(harness.sheet.gid)


def undo_deleting(harness: SheetHarness) -> None:
    harness.book.tabs.append(harness.kept)


def array_formula(harness: SheetHarness) -> None:
    harness.book.type_cell(harness.sheet.gid, 1, 8, "=ARRAYFORMULA(E2:E50)")


def take_the_formula_away(harness: SheetHarness) -> None:
    harness.book.type_cell(harness.sheet.gid, 1, 8, "")


def type_into_our_columns(harness: SheetHarness) -> None:
    harness.book.insert_rows(harness.sheet.gid, 4)
    harness.book.type_cell(harness.sheet.gid, 4, 1, "a song of mine")
    LinkedSheet.objects.update(mode=LinkedSheet.Mode.MIRROR)


def take_it_out_again(harness: SheetHarness) -> None:
    harness.book.delete_rows(harness.sheet.gid, 4)


@dataclass(frozen=True)
class Case:
    """`breaks` what the person or Google may break, `mends` what the sentence asks for."""

    code: str
    says: str
    breaks: Callable[[SheetHarness], Any]
    mends: Callable[[SheetHarness], Any]


CASES = [
    Case("sheet_full", "10 million cells", fill, make_room),
    Case("tab_deleted", "The tab that we write into is gone", delete_the_tab, undo_deleting),
    Case("sheet_not_shared", "add that address as an Editor", unshare, share("writer")),
    Case("sheet_view_only", "make that address an Editor", share("reader"), share("writer")),
    Case("sheet_protected", "remove the protection", protect, unprotect),
    Case("sheet_is_xlsx", "Save as Google Sheets", make_it("xlsx"), make_it("sheet")),
    Case("array_formula_in_the_way", "Move the formula", array_formula, take_the_formula_away),
    Case("mirror_refused", "B5", type_into_our_columns, take_it_out_again),
]


@pytest.fixture
def plain(made_once, transactional_db) -> SheetHarness:
    """No room is left below the rows, so that every new one needs some."""
    harness = made_once(synced_sheet)
    tab = harness.book.tab(harness.sheet.gid)
    del tab.rows[51:]
    return harness


@pytest.fixture
def browser(plain) -> Client:
    browser = Client()
    browser.force_login(plain.user, backend="accounts.backends.Spotify")
    return browser


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_refusal_is_shown_changes_nothing_and_one_click_resumes(plain, browser, case):
    case.breaks(plain)
    before = plain.picture()
    # rows have to come on top, and to go from the middle
    plain.world.spotify.remove("ada", offsets=[20])
    plain.world.spotify.save("ada", 20)

    run = plain.run_confirmed()
    assert (run.state, run.problem_kind, run.problem_code) == ("failed", "ask user", case.code)
    assert case.says in text_of(run)
    assert plain.picture() == before
    paused = Schedule.objects.get(user=plain.user)
    assert (paused.pause, paused.problem_fix) == ("problem", "sheet")

    page = browser.get("/")
    assertContains(page, case.says)
    assertContains(page, "I have fixed it, sync now")

    case.mends(plain)
    assertNotContains(browser.post("/settings/try-again/", follow=True), "I have fixed it, sync now")
    assert SyncRun.objects.get(state="queued").trigger == "person"
    plain.sync()
    assert sorted(plain.column("Link")) == sorted(plain.library[:50])
    assert Schedule.objects.get(user=plain.user).pause == ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_refusal_that_is_not_resolved_is_shown_again_and_changes_nothing(plain, browser, case):
    case.breaks(plain)
    before = plain.picture()
    plain.world.spotify.remove("ada", offsets=[20])
    plain.world.spotify.save("ada", 20)
    plain.run_confirmed()
    browser.post("/settings/try-again/")
    assert plain.run().problem_code == case.code, "no second quarter of an hour"
    assert plain.picture() == before
    assert Schedule.objects.get(user=plain.user).problem_code == case.code


def test_every_refusal_has_a_sentence_of_its_own(plain):
    assert len({case.says for case in CASES}) == len(CASES)


@pytest.mark.parametrize(
    "refusal",
    [GoogleRequestRefused(status=400, reason="No such paste"), MergedCellsInTheWay(), ValidationInTheWay()],
    ids=lambda refusal: refusal.code,
)
def test_a_first_row_that_may_not_be_copied_is_pushed_down(harness, monkeypatch, refusal) -> None:
    sent = SheetsClient.batch_update
    copies: list[bool] = []

    def batch_update(client: SheetsClient, spreadsheet_id: str, batch: list[Any], **more: Any) -> Any:
        copies.append(any("copyPaste" in request for request in batch))
        if copies[-1]:
            raise refusal
        return sent(client, spreadsheet_id, batch, **more)

    monkeypatch.setattr(SheetsClient, "batch_update", batch_update)
    (new,) = harness.world.spotify.save("ada", 1)
    assert harness.sync()["added"] == 1
    assert copies[:2] == [True, False]
    assert harness.column("Link")[0] == f"https://open.spotify.com/track/{new}"
    assert len(set(harness.column("Link"))) == len(harness.column("Link"))


def test_a_refusal_of_the_whole_sheet_is_not_tried_again(harness, monkeypatch) -> None:
    writes: list[Any] = []

    def batch_update(client: SheetsClient, spreadsheet_id: str, batch: list[Any], **more: Any) -> Any:
        writes.append(batch)
        raise DriveFull

    monkeypatch.setattr(SheetsClient, "batch_update", batch_update)
    harness.world.spotify.save("ada", 1)
    assert harness.run().problem_code == DriveFull.code
    assert len(writes) == 1
