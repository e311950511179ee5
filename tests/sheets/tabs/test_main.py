"""The main tab: whether it has to be written, and what is stored of a write."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.time_zones import UTC
from library.models import LibraryState
from sheets.models import LinkedSheet
from sheets.planner.grid import Grid
from sheets.planner.requests import ColumnTag
from sheets.problems import MirrorRefusedForCells
from sheets.tabs.main import MainTabWriter
from tests.support.cast import make_alice
from tests.support.catalogue import save, track

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet() -> LinkedSheet:
    sheet = make_alice().sheet
    LinkedSheet.objects.update(columns=["artist", "track", "link"])
    LibraryState.objects.create(user=sheet.user)
    for number in range(3):
        save(sheet.user, track(number), number)
    return reloaded(sheet)


def reloaded(sheet: LinkedSheet) -> LinkedSheet:
    return LinkedSheet.objects.get(pk=sheet.pk)


def written(sheet: LinkedSheet, **more) -> MainTabWriter:
    tab = MainTabWriter(sheet)
    tab.confirm(UTC, tab.plan(Grid(sheet.gid, "Saved tracks", UTC, 1000, 26)), **more)
    return tab


def is_up_to_date(sheet: LinkedSheet, *, heal: bool = False) -> bool:
    return MainTabWriter(reloaded(sheet)).is_up_to_date(heal=heal)


def test_confirmed_tab_is_up_to_date_except_for_a_heal(sheet):
    assert not is_up_to_date(sheet)
    written(sheet)
    assert is_up_to_date(sheet)
    assert not is_up_to_date(sheet, heal=True)


def test_heal_of_unchanged_rows_knows_that_differences_are_the_persons(sheet):
    written(sheet)
    tab = MainTabWriter(reloaded(sheet))
    tab.is_up_to_date(heal=True)
    assert tab.unchanged


def test_change_outside_the_rows_is_stored_without_a_request(sheet):
    LinkedSheet.objects.update(recent_count=1)
    written(reloaded(sheet))
    save(sheet.user, track(9), 99)
    LibraryState.objects.update(revision=1)
    before = reloaded(sheet)
    assert is_up_to_date(sheet)
    after = reloaded(sheet)
    assert after.confirmed_stamp != before.confirmed_stamp
    assert [one.confirmed_receipt["outside_scope"] for one in (before, after)] == [2, 3]


def test_new_row_makes_the_tab_due(sheet):
    written(sheet)
    save(sheet.user, track(9))
    LibraryState.objects.update(revision=1)
    assert not is_up_to_date(sheet)


def test_unconfirmed_or_incomplete_write_makes_the_tab_due(sheet):
    written(sheet).mark_unconfirmed()
    assert not is_up_to_date(sheet)
    written(reloaded(sheet), check_again=True)
    assert not is_up_to_date(sheet)


def test_heal_is_due_a_while_after_the_last_read(sheet, settings):
    now = timezone.now()
    due = [
        MainTabWriter(LinkedSheet(user=sheet.user, read_at=read_at, columns=[])).heal_is_due
        for read_at in (None, now - settings.HEAL_EVERY, now - settings.HEAL_EVERY + timedelta(hours=1))
    ]
    assert due == [True, True, False]


def test_receipt_counts_the_rows_that_were_written(sheet):
    tab = MainTabWriter(sheet)
    plan = tab.plan(Grid(sheet.gid, "Saved tracks", UTC, 1000, 26))
    tab.confirm(UTC, plan)
    receipt = tab.receipt_of("Saved tracks", plan, [])
    assert (receipt.tab, receipt.columns) == ("Saved tracks", ["artist", "track", "link"])
    assert (receipt.sheet_rows, receipt.rows_added, receipt.outside_scope) == (3, 3, 0)


def test_nothing_is_stored_once_another_spreadsheet_is_linked(sheet):
    tab = MainTabWriter(sheet)
    LinkedSheet.objects.update(spreadsheet_id="another")
    tab.save(title="Written")
    assert reloaded(sheet).title == "Alice's tracks"


def test_mirror_is_refused_for_content_in_its_columns(sheet):
    LinkedSheet.objects.update(mode=LinkedSheet.Mode.MIRROR)
    tab = MainTabWriter(reloaded(sheet))
    tags = {place: ColumnTag(place, column) for place, column in enumerate(["artist", "track", "link"])}
    rows = [["Artist", "Track", "Link"], ["mine"]]
    occupied = Grid(sheet.gid, "Mine", UTC, 1000, 26, rows=rows, tags=tags)
    with pytest.raises(MirrorRefusedForCells) as refused:
        tab.plan(occupied)
    assert refused.value.values["cells"] == ["A2"]
