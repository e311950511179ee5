"""Which of a person's tabs are written, deleted, or left as they are."""

from __future__ import annotations

import pytest

from accounts.time_zones import UTC
from sheets.models import LinkedSheet, SmartTab, StatisticsTab
from sheets.tabs.queue import gids_of, queue_tabs
from tests.support.cast import make_alice, make_bob

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet() -> LinkedSheet:
    return make_alice().sheet


def smart(sheet: LinkedSheet, **fields) -> SmartTab:
    return SmartTab.objects.create(user=sheet.user, **({"name": "Jazz"} | fields))


def test_tab_that_was_never_created_is_due(sheet):
    tab = smart(sheet)
    queue = queue_tabs(sheet, heal=False)
    assert [one.row for one in queue.due] == [tab]
    assert not queue.is_empty


def test_tabs_of_both_kinds_are_due_and_other_peoples_are_not(sheet):
    smart(sheet)
    StatisticsTab.objects.create(user=sheet.user, kind="genres")
    SmartTab.objects.create(user=make_bob(), name="Rock")
    assert [one.name for one in queue_tabs(sheet, heal=False).due] == ["Jazz", "Genres by month"]


def test_tab_to_be_deleted_is_not_written(sheet):
    tab = smart(sheet, delete_pending=True)
    queue = queue_tabs(sheet, heal=True)
    assert ([one.row for one in queue.delete_pending], queue.due) == ([tab], [])


def test_confirmed_tab_is_only_due_for_a_heal(sheet):
    smart(sheet)
    (written,) = queue_tabs(sheet, heal=False).due
    receipt = written.receipt_of(written.plan_cells(written.blank(UTC)), [])
    written.confirm(UTC, receipt)
    queue = queue_tabs(sheet, heal=False)
    assert (queue.is_empty, [one.name for one in queue.receipts]) == (True, ["Jazz"])
    assert len(queue_tabs(sheet, heal=True).due) == 1


def test_tab_that_the_person_deleted_is_reported(sheet):
    smart(sheet, deleted_by_user=True, spreadsheet_id=sheet.spreadsheet_id)
    queue = queue_tabs(sheet, heal=True)
    assert (queue.is_empty, [one.problem_code for one in queue.receipts]) == (True, ["managed_tab_deleted"])


def test_tab_deleted_in_a_former_spreadsheet_is_created_in_the_new_one(sheet):
    smart(sheet, deleted_by_user=True, spreadsheet_id="former")
    assert len(queue_tabs(sheet, heal=False).due) == 1


def test_rules_of_another_version_are_reported_and_the_other_tabs_are_due(sheet):
    smart(sheet, name="Old", rules={"conditions": [{"on": "loudness"}]})
    other = smart(sheet)
    queue = queue_tabs(sheet, heal=False)
    assert [one.row for one in queue.due] == [other]
    assert [(one.name, one.problem_code) for one in queue.receipts] == [("Old", "condition_unknown")]


def test_ids_of_all_managed_tabs_are_known(sheet):
    tabs = [smart(sheet), smart(sheet, name="Rock", delete_pending=True)]
    tabs.append(StatisticsTab.objects.create(user=sheet.user, kind="genres"))
    assert gids_of(sheet.user_id) == {tab.gid for tab in tabs}
