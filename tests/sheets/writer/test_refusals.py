"""What Google refuses: a sentence of its own, the sheet untouched, the schedule paused, and one click to go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from sandbox.google.tab import Tab
from sheets.models import LinkedSheet
from syncer.models import Schedule, SyncRun
from tests.sheets.writer.scene import Scene
from tests.support.problems import text_of

ROBOT = "tracksheet@sandbox-project.iam.gserviceaccount.com"
PROTECTED = 4711


def protect(scene: Scene) -> None:
    protected = {"range": {"sheetId": scene.sheet.gid}, "protectedRangeId": PROTECTED}
    scene.book.batch_update([{"addProtectedRange": {"protectedRange": protected}}])


def unprotect(scene: Scene) -> None:
    scene.book.batch_update([{"deleteProtectedRange": {"protectedRangeId": PROTECTED}}])


def fill(scene: Scene) -> None:
    """Another tab takes all of the 10 million cells but a few: no room for the rows to come."""
    room = 10_000_000 - scene.book.cell_count()
    width = next(columns for columns in range(1000, 2000) if room % columns < 26)
    scene.book.tabs.append(Tab.blank(99, "Everything else", room // width, width))


def make_room(scene: Scene) -> None:
    scene.book.delete_tab(99)


def share(role: str) -> Callable[[Scene], None]:
    return lambda scene: scene.world.google.share(scene.sheet.spreadsheet_id, ROBOT, role)


def unshare(scene: Scene) -> None:
    scene.world.google.unshare(scene.sheet.spreadsheet_id, ROBOT)


def make_it(kind: str) -> Callable[[Scene], None]:
    def make(scene: Scene) -> None:
        scene.world.google.file(scene.sheet.spreadsheet_id).kind = kind

    return make


def delete_the_tab(scene: Scene) -> None:
    scene.kept = scene.book.tab(scene.sheet.gid)
    scene.book.add_tab("Another one")
    scene.book.delete_tab(scene.sheet.gid)


def undo_deleting(scene: Scene) -> None:
    scene.book.tabs.append(scene.kept)


def array_formula(scene: Scene) -> None:
    scene.book.type_cell(scene.sheet.gid, 1, 8, "=ARRAYFORMULA(E2:E50)")


def take_the_formula_away(scene: Scene) -> None:
    scene.book.type_cell(scene.sheet.gid, 1, 8, "")


def type_into_our_columns(scene: Scene) -> None:
    scene.book.insert_rows(scene.sheet.gid, 4)
    scene.book.type_cell(scene.sheet.gid, 4, 1, "a song of mine")
    LinkedSheet.objects.update(mode=LinkedSheet.Mode.MIRROR)


def take_it_out_again(scene: Scene) -> None:
    scene.book.delete_rows(scene.sheet.gid, 4)


@dataclass(frozen=True)
class Case:
    """`breaks` what the person or Google may break, `mends` what the sentence asks for."""

    code: str
    says: str
    breaks: Callable[[Scene], Any]
    mends: Callable[[Scene], Any]


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
def plain(sandbox, transactional_db) -> Scene:
    """No room is left below the rows, so that every new one needs some."""
    scene = Scene(sandbox.world)
    scene.sync()
    tab = scene.book.tab(scene.sheet.gid)
    del tab.rows[51:]
    return scene


@pytest.fixture
def browser(plain) -> Client:
    browser = Client()
    browser.force_login(plain.user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_it_is_said_nothing_is_touched_and_one_click_goes_on(plain, browser, case):
    case.breaks(plain)
    before = plain.picture()
    # rows have to come on top, and to go from the middle
    plain.world.spotify.remove("ada", offsets=[20])
    plain.world.spotify.save("ada", 20)

    run = plain.run()
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
def test_asked_again_unmended_it_says_the_same_and_touches_nothing(plain, browser, case):
    case.breaks(plain)
    before = plain.picture()
    plain.world.spotify.remove("ada", offsets=[20])
    plain.world.spotify.save("ada", 20)
    plain.run()
    browser.post("/settings/try-again/")
    assert plain.run().problem_code == case.code
    assert plain.picture() == before
    assert Schedule.objects.get(user=plain.user).problem_code == case.code


def test_every_refusal_has_a_sentence_of_its_own(plain):
    assert len({case.says for case in CASES}) == len(CASES)


def test_a_copy_of_the_deleted_tab_is_found_by_its_marks(plain):
    gid = plain.sheet.gid
    plain.book.batch_update([{"duplicateSheet": {"sourceSheetId": gid, "newSheetId": 77}}])
    plain.book.delete_tab(gid)
    plain.world.spotify.save("ada", 1)
    plain.sync()
    assert plain.sheet.gid == 77
    assert plain.column("Link") == plain.library[:50]


def test_of_two_copies_nobody_can_tell_which_one_is_meant(plain):
    gid = plain.sheet.gid
    for copy in (77, 78):
        plain.book.batch_update([{"duplicateSheet": {"sourceSheetId": gid, "newSheetId": copy}}])
    plain.book.delete_tab(gid)
    before = plain.picture()
    plain.world.spotify.save("ada", 1)
    assert plain.run().problem_code == "tab_deleted"
    assert plain.picture() == before
