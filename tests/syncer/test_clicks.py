"""Clicks: no more syncs than a person's limits allow, and none while nothing can have changed. The worker is this process."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db.models import Sum
from django.test import Client
from django.utils import timezone

from accounts.problems import CheckLimitUsedUp, SyncLimitUsedUp
from accounts.rate_limits import CostlyAction, spend
from library.rules.conditions import Rules
from sheets import smart_tabs
from sheets.models import LinkedSheet
from sheets.sheet_settings import settings_of, update_settings
from syncer import clicks, dispatch, schedule, sync
from syncer.models import Schedule, SyncRun
from syncer.receipt import Receipt
from syncer.sheet_settings import resync_if_changed, update_and_sync
from tests.support.cast import link_sheet, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
State = SyncRun.State


@pytest.fixture
def sheet(sandbox) -> LinkedSheet:
    """Ada's, written a moment ago."""
    sheet = link_sheet(sandbox.world, sign_in(sandbox.world, "ada"))
    schedule.activate(sheet.user)
    clicks.sync_after_change(sheet.user)
    work()
    sheet.refresh_from_db()
    return sheet


@pytest.fixture
def browser(sheet) -> Client:
    client = Client()
    client.force_login(sheet.user, backend="accounts.backends.Spotify")
    return client


def work() -> None:
    """Does the runs that are due."""
    for pk in SyncRun.objects.filter(state=State.QUEUED).values_list("pk", flat=True):
        sync.run_sync(pk)


def requests() -> dict[str, int]:
    return SyncRun.objects.aggregate(
        spotify=Sum("spotify_requests"), google=Sum("google_reads") + Sum("google_writes")
    )


def known_since(sheet: LinkedSheet) -> datetime | None:
    return clicks.up_to_date_since(sheet.user, SyncRun.objects.filter(user=sheet.user).first())


def forget_what_is_known() -> None:
    SyncRun.objects.update(started_at=timezone.now() - timedelta(minutes=2))


def test_250_clicks_one_after_another_cost_nothing_while_nothing_can_have_changed(browser):
    before, runs = requests(), SyncRun.objects.count()
    for _ in range(250):
        browser.post("/sync/")
        work()
    assert (requests(), SyncRun.objects.count()) == (before, runs)


def test_250_clicks_one_after_another_start_at_most_ten_syncs(browser, sheet):
    runs = SyncRun.objects.count()
    before = requests()
    for _ in range(250):
        forget_what_is_known()
        browser.post("/sync/")
        work()
    # The first sync was one of the ten.
    assert SyncRun.objects.count() == runs + 9
    assert requests()["spotify"] == before["spotify"] + 9
    assert requests()["google"] == before["google"]
    assert "as many syncs as one person may" in browser.post("/sync/", follow=True).content.decode()


def test_46_checks_one_after_another_cost_one(browser):
    before, runs = requests(), SyncRun.objects.count()
    for _ in range(46):
        browser.post("/sheet/check/")
        work()
    assert SyncRun.objects.count() == runs + 1
    assert requests()["google"] == before["google"] + 1
    assert requests()["spotify"] == before["spotify"] + 1


def test_checks_are_clicks_as_well(sheet, settings):
    settings.SHEET_CHECKS_PER_MINUTE = 100
    for _ in range(9):
        clicks.check_on_click(sheet.user)
        work()
    LinkedSheet.objects.update(read_at=timezone.now())
    with pytest.raises(SyncLimitUsedUp):
        clicks.check_on_click(sheet.user)
    # What is refused has asked for nothing.
    assert LinkedSheet.objects.get().read_at is not None


def test_a_check_that_is_refused_leaves_all_as_it_was(sheet):
    clicks.check_on_click(sheet.user)
    work()
    read_at = LinkedSheet.objects.get().read_at
    with pytest.raises(CheckLimitUsedUp):
        clicks.check_on_click(sheet.user)
    assert LinkedSheet.objects.get().read_at == read_at


def test_a_click_while_the_last_one_is_at_work_is_not_counted(sheet):
    forget_what_is_known()
    for _ in range(30):
        assert clicks.sync_on_click(sheet.user).known_since is None
    assert SyncRun.objects.filter(state=State.QUEUED).count() == 1
    work()
    forget_what_is_known()
    assert clicks.sync_on_click(sheet.user).known_since is None


def test_the_answer_says_as_of_when_the_sheet_is_up_to_date(browser, sheet):
    since = SyncRun.objects.latest("pk").started_at
    assert known_since(sheet) == since
    page = browser.post("/sync/", follow=True).content.decode()
    assert f"Up to date as of {timezone.localtime(since):%H:%M:%S}" in page


def test_a_wait_that_no_click_can_end_is_said(browser, sheet):
    until = timezone.now() + timedelta(minutes=3)
    SyncRun.objects.update(state=State.WAITING, problem_code="google_write_unclear", resume_at=until)
    LinkedSheet.objects.update(unclear_until=until)
    page = browser.post("/sync/", follow=True).content.decode()
    assert "It cannot be tried sooner: it continues by itself" in page
    assert SyncRun.objects.latest("pk").state == State.WAITING


def test_a_wait_that_a_click_ends_is_answered_with_when_it_was_asked_again(browser, sheet):
    later = timezone.now() + timedelta(hours=1)
    SyncRun.objects.update(state=State.WAITING, problem_code="spotify_down", resume_at=later)
    assert "Asked again at" in browser.post("/sync/", follow=True).content.decode()
    assert SyncRun.objects.latest("pk").state == State.QUEUED
    # The page shows a run that is at work.
    assert "Asked again at" not in browser.post("/sync/", follow=True).content.decode()


def paused(sheet: LinkedSheet) -> None:
    Schedule.objects.update(pause=Schedule.Pause.PROBLEM, problem_code="tab_deleted")


def settings_changed(sheet: LinkedSheet) -> None:
    update_settings(sheet.user, replace(settings_of(sheet), recent_count=7))


def smart_sheet_made(sheet: LinkedSheet) -> None:
    smart_tabs.create_smart_tab(sheet.user, "All", Rules())


@pytest.mark.parametrize(
    "change",
    [
        paused,
        settings_changed,
        smart_sheet_made,
        lambda sheet: SyncRun.objects.update(state=State.FAILED),
        lambda sheet: SyncRun.objects.update(state=State.WAITING, resume_at=timezone.now()),
        lambda sheet: SyncRun.objects.update(receipt={"came_to_rest": False}),
        lambda sheet: SyncRun.objects.update(receipt={"unconfirmed": 1}),
        lambda sheet: LinkedSheet.objects.update(linked_at=timezone.now()),
        lambda sheet: LinkedSheet.objects.update(read_at=None),
        lambda sheet: LinkedSheet.objects.update(confirmed_hash="", confirmed_stamp=""),
        lambda sheet: SyncRun.objects.update(started_at=timezone.now() - timedelta(seconds=61)),
        lambda sheet: SyncRun.objects.update(started_at=timezone.now() + timedelta(seconds=61)),
        lambda sheet: SyncRun.objects.all().delete(),
        lambda sheet: LinkedSheet.objects.all().delete(),
    ],
)
def test_where_a_run_could_find_something_nothing_is_known(sheet, change):
    assert known_since(sheet) is not None
    change(sheet)
    assert known_since(sheet) is None


def test_settings_changed_with_no_clicks_left_are_stored_and_their_sync_starts_by_itself(sheet, settings):
    settings.SYNC_CLICKS_PER_HOUR = 1
    spend(sheet.user, CostlyAction.SYNC)
    run = update_and_sync(sheet.user, replace(settings_of(sheet), recent_count=7))
    assert LinkedSheet.objects.get().recent_count == 7
    assert (run.state, run.problem_code) == (State.WAITING, "sync_postponed")
    assert timedelta(minutes=50) < run.resume_at - timezone.now() <= timedelta(hours=1, seconds=1)
    # Another change finds the same run.
    assert update_and_sync(sheet.user, replace(settings_of(sheet), recent_count=8)).pk == run.pk
    SyncRun.objects.filter(pk=run.pk).update(resume_at=timezone.now())
    dispatch.dispatch_due()
    sync.run_sync(run.pk)
    run.refresh_from_db()
    assert (run.state, Receipt.from_json(run.receipt).sheet.sheet_rows) == (State.DONE, 8)


def test_changes_by_api_and_on_pages_share_their_clicks_and_are_told_apart(sheet, settings):
    settings.SYNC_CLICKS_PER_HOUR = 1
    run = update_and_sync(sheet.user, replace(settings_of(sheet), recent_count=7), SyncRun.Trigger.API)
    assert (run.trigger, run.state) == ("api", State.QUEUED)
    work()
    run = update_and_sync(sheet.user, replace(settings_of(sheet), recent_count=8), SyncRun.Trigger.PERSON)
    assert (run.trigger, run.state) == ("person", State.WAITING)


@pytest.mark.parametrize("trigger", SyncRun.CLICKS)
def test_another_sync_for_a_change_while_one_was_at_work_has_the_trigger_of_the_change(sheet, trigger):
    run = SyncRun.objects.create(user=sheet.user, trigger="schedule", state=State.RUNNING)
    written = LinkedSheet.objects.get()
    update_and_sync(sheet.user, replace(settings_of(sheet), recent_count=7), trigger)
    SyncRun.objects.filter(pk=run.pk).update(state=State.DONE)
    resync_if_changed(written)
    assert SyncRun.objects.exclude(pk=run.pk).first().trigger == trigger


def test_a_change_by_an_admin_is_not_counted(sheet, settings):
    settings.SYNC_CLICKS_PER_HOUR = 1
    spend(sheet.user, CostlyAction.SYNC)
    wanted = replace(settings_of(sheet), recent_count=7)
    assert update_and_sync(sheet.user, wanted, SyncRun.Trigger.ADMIN).state == State.QUEUED


def test_try_again_with_no_clicks_left_keeps_the_problem_and_its_button(browser, sheet, settings):
    settings.SYNC_CLICKS_PER_HOUR = 1
    spend(sheet.user, CostlyAction.SYNC)
    paused(sheet)
    page = browser.post("/settings/try-again/", follow=True).content.decode()
    assert "as many syncs as one person may" in page
    assert Schedule.objects.get().pause == Schedule.Pause.PROBLEM
    assert "I have fixed it, sync now" in page
    assert "Again from" in page
    assert not SyncRun.objects.filter(state__in=SyncRun.ACTIVE).exists()


@pytest.mark.parametrize(("clicks_left", "state"), [(True, State.QUEUED), (False, State.WAITING)])
def test_what_was_changed_during_a_run_gets_another_one_as_clicks_allow(sheet, settings, clicks_left, state):
    if not clicks_left:
        settings.SYNC_CLICKS_PER_HOUR = 1
        spend(sheet.user, CostlyAction.SYNC)
    written = LinkedSheet.objects.get()
    settings_changed(sheet)
    resync_if_changed(written)
    assert SyncRun.objects.first().state == state
