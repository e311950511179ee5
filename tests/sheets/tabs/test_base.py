"""What all managed tabs have in common, shown by a smart sheet: creating, renaming, and what is confirmed."""

from __future__ import annotations

import pytest

from accounts.time_zones import UTC
from library.models import LibraryState
from sheets.models import LinkedSheet, SmartTab
from sheets.planner.grid import Grid
from sheets.planner.steps import Atomic
from sheets.tabs.smart import SmartTabWriter
from tests.support.cast import make_alice

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet() -> LinkedSheet:
    return make_alice().sheet


@pytest.fixture
def tab(sheet) -> SmartTabWriter:
    return SmartTabWriter(SmartTab.objects.create(user=sheet.user, name="Jazz"), sheet)


def reloaded(tab: SmartTabWriter) -> SmartTabWriter:
    return SmartTabWriter(SmartTab.objects.get(pk=tab.row.pk), tab.sheet)


def confirm(tab: SmartTabWriter, **more) -> None:
    tab.confirm(UTC, tab.receipt_of(tab.plan_cells(tab.blank(UTC)), []), **more)


def kinds(steps) -> list[str]:
    return [name for step in steps if isinstance(step, Atomic) for request in step.body for name in request]


def test_new_tab_is_created_and_filled_by_one_plan(tab):
    tab.is_new, tab.title = True, "Jazz"
    plan = tab.plan(tab.blank(UTC))
    assert kinds(plan.steps)[0] == "addSheet"
    assert len(plan.steps) > 1


def test_renamed_tab_gets_its_new_title_first(tab):
    tab.title = "Jazz"
    former = Grid(tab.gid, "Blues", UTC, 1000, 26, frozen_rows=1)
    renamed = tab.plan(former).steps[0]
    assert kinds([renamed]) == ["updateSheetProperties"]
    same = Grid(tab.gid, "Jazz", UTC, 1000, 26, frozen_rows=1)
    assert len(tab.plan(same).steps) == len(tab.plan(former).steps) - 1


def test_confirmed_tab_is_up_to_date_until_the_library_changes_its_rows(tab):
    assert not tab.is_up_to_date()
    confirm(tab)
    assert reloaded(tab).is_up_to_date()
    stamp = reloaded(tab).row.confirmed_stamp
    LibraryState.objects.create(user=tab.sheet.user, revision=7)
    assert reloaded(tab).is_up_to_date(), "its rows are the same"
    assert reloaded(tab).row.confirmed_stamp != stamp


def test_tab_is_written_again_after_a_write_without_an_answer(tab):
    confirm(tab)
    tab.mark_unconfirmed()
    assert not reloaded(tab).is_up_to_date()


def test_tab_with_cells_that_were_not_written_is_checked_again(tab):
    confirm(tab, check_again=True)
    assert not reloaded(tab).is_up_to_date()
    assert reloaded(tab).row.confirmed_receipt["name"] == "Jazz"


def test_tab_needs_the_list_of_tabs_until_it_was_created_under_its_name(tab):
    assert (tab.was_created, tab.needs_listing) == (False, True)
    confirm(tab)
    assert (reloaded(tab).was_created, reloaded(tab).needs_listing) == (True, False)
    SmartTab.objects.update(name="Blues")
    assert (reloaded(tab).was_created, reloaded(tab).needs_listing) == (True, True)
    tab.sheet.spreadsheet_id = "another"
    assert not reloaded(tab).was_created


def test_tab_deleted_by_the_person_is_marked_until_it_is_written_again(tab):
    confirm(tab)
    tab.mark_deleted_by_user()
    assert reloaded(tab).row.deleted_by_user
    confirm(tab)
    assert not reloaded(tab).row.deleted_by_user


def test_confirming_leaves_rules_that_changed_meanwhile(tab):
    SmartTab.objects.update(rules={"limit": 3})
    confirm(tab)
    assert reloaded(tab).row.rules == {"limit": 3}
