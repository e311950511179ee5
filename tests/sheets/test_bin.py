"""A sheet that the site made and the person put into the bin, against the sandbox."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from problems.texts import describe
from sheets.linking.create import create_spreadsheet
from sheets.models import LinkedSheet
from syncer import dispatch, leases, sync
from syncer.models import Schedule, SyncRun
from tests.sheets.linking.conftest import connect
from tests.support.cast import link_sheet, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 2, 9, 30, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def google(sandbox, clock):
    user = sign_in(sandbox.world, "ada")
    connect(sandbox.world.google, user)
    create_spreadsheet(user)
    days(clock, 1)
    return sandbox.world.google


def days(clock: time_machine.Traveller, count: float) -> None:
    """Beat and a worker, each hour in which they may have something to do."""
    end = timezone.now() + timedelta(days=count)
    while timezone.now() < end:
        clock.shift(HOUR * hours_until_work(end))
        dispatch.make_due_runs(timezone.now(), 10)
        for run in SyncRun.objects.filter(leases.free_to_take(timezone.now())):
            sync.run_sync(run.pk)


def hours_until_work(end: datetime) -> int:
    """Every run that is not done is looked at each hour; else the schedule has the next one."""
    if SyncRun.objects.filter(state__in=SyncRun.ACTIVE).exists():
        return 1
    due = min(end, Schedule.objects.values_list("next_run_at", flat=True).get())
    return max(1, math.ceil((due - timezone.now()) / HOUR))


def looks(sandbox) -> int:
    return sandbox.world.count("google-drive", "files_get")


def state() -> tuple[str, str]:
    return Schedule.objects.values_list("pause", "problem_code").get()


@pytest.mark.slow
def test_it_is_asked_once_a_week_and_costs_nothing_on_other_days(sandbox, google, clock):
    before = sandbox.world.count("google-sheets")
    days(clock, 5)
    assert (looks(sandbox), sandbox.world.count("google-sheets")) == (0, before)
    days(clock, 16)
    assert looks(sandbox) == 3
    assert SyncRun.objects.latest("pk").state == "done"


@pytest.mark.slow
def test_it_is_said_before_it_is_deleted_and_goes_on_by_itself(sandbox, google, clock):
    sheet = LinkedSheet.objects.get()
    google.trash(sheet.spreadsheet_id)
    days(clock, 8)
    assert state() == ("problem", "sheet_in_bin")
    schedule = Schedule.objects.get()
    assert schedule.problem_values == {"day": "2026-12-02"}
    assert "choose Restore" in describe(schedule.problem_code, schedule.problem_values)
    days(clock, 10)
    assert state() == ("problem", "sheet_in_bin")
    assert Schedule.objects.get().problem_values == {"day": "2026-12-02"}
    google.restore(sheet.spreadsheet_id)
    sandbox.world.spotify.save("ada", 1)
    days(clock, 1.5)
    assert (state(), SyncRun.objects.latest("pk").state) == (("", ""), "done")
    assert google.workbook(sheet.spreadsheet_id).tabs


@pytest.mark.slow
def test_after_thirty_days_it_is_gone(sandbox, google, clock):
    google.trash(LinkedSheet.objects.get().spreadsheet_id)
    days(clock, 32)
    assert state() == ("problem", "sheet_gone")


@pytest.mark.slow
def test_nothing_is_written_into_a_sheet_in_the_bin_once_it_is_known(sandbox, google, clock):
    google.trash(LinkedSheet.objects.get().spreadsheet_id)
    days(clock, 8)
    before = sandbox.world.count("google-sheets")
    sandbox.world.spotify.save("ada", 1)
    days(clock, 5)
    assert sandbox.world.count("google-sheets") == before


@pytest.mark.slow
def test_without_the_drive_api_the_sync_goes_on(sandbox, google, clock, caplog):
    google.drive_api_enabled = False
    with caplog.at_level(logging.WARNING, "sheets.bin"):
        days(clock, 9)
    assert "google_api_disabled" in caplog.text
    assert (state(), SyncRun.objects.latest("pk").state) == (("", ""), "done")


@pytest.mark.slow
def test_an_answer_that_does_not_come_does_not_take_it_out_of_the_bin(sandbox, google, clock):
    google.trash(LinkedSheet.objects.get().spreadsheet_id)
    days(clock, 8)
    sandbox.world.faults.add("google-drive", "files_get", {"status": 503}, times=0)
    days(clock, 2)
    assert state() == ("problem", "sheet_in_bin")
    assert LinkedSheet.objects.get().is_in_bin


def test_of_a_shared_sheet_nobody_but_its_owner_may_know(sandbox, clock):
    sheet = link_sheet(sandbox.world, sign_in(sandbox.world, "ada"))
    LinkedSheet.objects.filter(pk=sheet.pk).update(linked_at=timezone.now() - timedelta(days=90))
    sync.run_sync(SyncRun.objects.create(user=sheet.user, trigger="person").pk)
    assert looks(sandbox) == 0
