"""Which tabs exist, which were deleted, and the titles of new ones."""

from __future__ import annotations

import pytest

from sheets.models import LinkedSheet
from tests.sheets.tabs.conftest import (
    book,
    smart,
    synced,
    tempi,
    titles,
)
from tests.support.receipts import present_receipt
from tests.support.sheet_harness import SheetHarness, synced_sheet

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plain(made_once, transactional_db) -> SheetHarness:
    """No room is left below the rows, so that every new one needs some."""
    harness = made_once(synced_sheet)
    tab = harness.book.tab(harness.sheet.gid)
    del tab.rows[51:]
    return harness


def test_a_copy_of_the_deleted_tab_is_located_by_its_tags(plain):
    gid = plain.sheet.gid
    plain.book.batch_update([{"duplicateSheet": {"sourceSheetId": gid, "newSheetId": 77}}])
    plain.book.delete_tab(gid)
    plain.world.spotify.save("ada", 1)
    plain.sync()
    assert plain.sheet.gid == 77
    assert plain.column("Link") == plain.library[:50]


def test_of_two_copies_of_the_tab_none_is_taken(plain):
    gid = plain.sheet.gid
    for copy in (77, 78):
        plain.book.batch_update([{"duplicateSheet": {"sourceSheetId": gid, "newSheetId": copy}}])
    plain.book.delete_tab(gid)
    before = plain.picture()
    plain.world.spotify.save("ada", 1)
    assert plain.run().problem_code == "tab_deleted"
    assert plain.picture() == before


def test_a_taken_title_gets_a_number(sandbox, ada):
    book(sandbox, ada).add_tab("workout")
    smart(ada)
    synced(ada)
    assert titles(sandbox, ada) == ["Sheet1", "workout", "Workout 2"]
    sandbox.world.log.clear()
    synced(ada)
    assert sandbox.world.count("google-sheets") == 0


@pytest.mark.slow
def test_a_tab_deleted_by_the_person_is_reported_and_not_created_again_unasked(sandbox, ada):
    sheet, other = smart(ada), smart(ada, name="Other")
    synced(ada)
    book(sandbox, ada).batch_update([{"deleteSheet": {"sheetId": sheet.gid}}])
    sandbox.world.spotify.remove("ada", offsets=[45])
    run = synced(ada)
    assert titles(sandbox, ada) == ["Sheet1", "Other"]
    assert any("deleted this tab" in tab.problem for tab in present_receipt(run.receipt).tabs)
    sheet.refresh_from_db()
    sheet.reset()
    sheet.save()
    synced(ada)
    assert titles(sandbox, ada) == ["Sheet1", "Other", "Workout"]
    assert len(tempi(sandbox, ada, other)) == len(tempi(sandbox, ada, sheet)) == 39


def test_a_copy_of_the_main_tab_is_located_beside_smart_sheets(sandbox, ada):
    smart(ada)
    synced(ada)
    main = LinkedSheet.objects.get(user=ada)
    book(sandbox, ada).batch_update(
        [
            {"duplicateSheet": {"sourceSheetId": main.gid, "newSheetId": 99}},
            {"deleteSheet": {"sheetId": main.gid}},
        ]
    )
    sandbox.world.spotify.save("ada", 1)
    synced(ada)
    main.refresh_from_db()
    assert main.gid == 99
