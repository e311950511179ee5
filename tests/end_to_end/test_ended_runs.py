"""What the person or the operator ends has ended: right before each request the run proves that it is still wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from html import unescape
from itertools import count

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.deletion import delete_account
from accounts.models import User
from library.rules.conditions import Rules
from problems.texts import describe
from providers.google.client import SheetsClient
from sheets import smart_tabs, statistics_tabs
from sheets import writer as writing
from sheets.columns import get_columns
from sheets.linking.links import FIELDS, store_link, unlink
from sheets.models import LinkedSheet, SmartTab, StatisticsTab
from sheets.sheet_settings import settings_of
from syncer import dispatch, leases, runs, schedule, sync
from syncer.clicks import resume_on_click
from syncer.models import Schedule, SyncRun
from syncer.sheet_settings import update_and_sync
from tests.support.cast import link_sheet, make_superuser, sign_in, tab_rows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sheet(sandbox, monkeypatch) -> LinkedSheet:
    """Ada's sheet, which her first sync fills in several requests."""
    monkeypatch.setattr(writing, "split_into_batches", partial(writing.split_into_batches, max_bytes=6_000))
    sheet = link_sheet(sandbox.world, sign_in(sandbox.world, "ada"), scope=LinkedSheet.Scope.ALL)
    schedule.activate(sheet.user)
    return sheet


@pytest.fixture
def while_sending(monkeypatch) -> Callable[..., list[int]]:
    """Calls an act once, while Google works on the second write, or the `nth`; returns how many writes were sent."""

    def patch(act: Callable[[], None], *, nth: int = 2) -> list[int]:
        plain, sent = SheetsClient.batch_update, []

        def acted(self, *args, **more):
            sent.append(len(sent))
            if len(sent) == nth:
                act()
            return plain(self, *args, **more)

        monkeypatch.setattr(SheetsClient, "batch_update", acted)
        return sent

    return patch


def start(user: User) -> SyncRun | None:
    return sync.run_sync(runs.find_or_make(user, SyncRun.Trigger.PERSON).pk)


def link_again(world, user: User, former: LinkedSheet) -> LinkedSheet:
    """Links the tab as another person with a right to it does."""
    world.google.share(former.spreadsheet_id, settings.GOOGLE_SERVICE_ACCOUNT["client_email"], "writer")
    book = {"spreadsheetId": former.spreadsheet_id, "spreadsheetUrl": former.url}
    assert set(book) <= set(FIELDS.split(","))
    return store_link(user, book, former.gid, LinkedSheet.Method.SHARED)


def test_unlinking_ends_the_run_with_the_request_that_is_on_its_way(sandbox, sheet, while_sending):
    answers = []
    sent = while_sending(lambda: answers.append(unlink(sheet.user)))
    assert start(sheet.user) is None
    assert (answers, len(sent)) == ([True], 2)
    run = SyncRun.objects.get()
    assert (run.state, run.problem_code, run.lease_token) == ("failed", "sheet_unlinked", None)
    assert run.finished_at is not None
    assert Schedule.objects.get().next_run_at is None
    assert 1 < len(tab_rows(sandbox.world, sheet)) < 61


def test_the_page_says_that_one_change_may_still_arrive(sandbox, sheet, while_sending):
    browser, pages = Client(), []
    browser.force_login(sheet.user)
    while_sending(lambda: pages.append(browser.post("/sheet/unlink/", follow=True)))
    start(sheet.user)
    assert "One change that was on its way to Google may still arrive" in pages[0].content.decode()


def test_unlinking_without_a_write_promises_that_nothing_changes(sandbox, sheet):
    browser = Client()
    browser.force_login(sheet.user)
    runs.request_run(sheet.user, SyncRun.Trigger.PERSON)
    page = browser.post("/sheet/unlink/", follow=True)
    assert "just as it is" in page.content.decode()
    assert SyncRun.objects.get().problem_code == "sheet_unlinked"


def test_a_run_that_reads_ends_at_its_next_page(sandbox, sheet, monkeypatch):
    plain = leases.renew_lease

    def renew(claim, **fields):
        if fields.get("phase") != "reading":
            unlink(sheet.user)
        plain(claim, **fields)

    monkeypatch.setattr(leases, "renew_lease", renew)
    assert start(sheet.user) is None
    assert sandbox.world.count("google-sheets") == 0


def test_nobodys_rows_go_into_a_tab_that_another_person_has_linked_meanwhile(sandbox, sheet, while_sending):
    ben = sign_in(sandbox.world, "ben")

    def hand_over() -> None:
        unlink(sheet.user)
        link_again(sandbox.world, ben, sheet)

    sent = while_sending(hand_over)
    assert start(sheet.user) is None
    assert len(sent) == 2
    # The one request that was on its way may be applied by now or later: until it must be, nothing is planned.
    waiting = start(ben)
    assert waiting is not None
    assert (waiting.state, waiting.problem_code) == ("waiting", "google_unclear")
    left = {row[4] for row in tab_rows(sandbox.world, sheet)}
    with time_machine.travel(timezone.now() + settings.UNCLEAR_WRITE_WAIT + timedelta(seconds=1)):
        done = start(ben)
    assert done is not None
    assert done.state == "done"
    own = {d["track"]["external_urls"]["spotify"] for d in sandbox.world.spotify.documents("ben")}
    links = [row[4] for row in tab_rows(sandbox.world, sheet)[1:]]
    assert set(links) <= own | left
    assert len(own.intersection(links)) >= 50
    assert len(links) == len(set(links))


def test_linking_again_after_a_write_has_ended_waits_for_nothing(sandbox, sheet):
    start(sheet.user)
    unlink(sheet.user)
    assert link_again(sandbox.world, sheet.user, sheet).unclear_until is None


def test_columns_chosen_while_the_sheet_is_written_are_written_at_once(sandbox, sheet, while_sending):
    chosen = ("track", "artist", "link")

    def choose() -> None:
        update_and_sync(sheet.user, replace(settings_of(sheet), columns=chosen))

    sent = while_sending(choose)
    run = start(sheet.user)
    assert run is not None
    assert (run.state, run.problem_code, len(sent)) == ("waiting", "settings_changed", 2)
    with time_machine.travel(run.resume_at):
        run = start(sheet.user)
    assert run is not None
    assert (run.state, run.attempts) == ("done", 2)
    rows = tab_rows(sandbox.world, sheet)
    assert rows[0][:3] == [column.header for column in get_columns(chosen)]
    assert len(rows) == 1 + len(sandbox.world.spotify.documents("ada"))


def test_choices_changed_without_end_begin_the_write_anew_no_more_often_than_clicks_do(sheet, while_sending):
    def choose_often() -> None:
        for number in range(1, 31):
            update_and_sync(sheet.user, replace(settings_of(sheet), scope="recent", recent_count=number))

    sent = while_sending(choose_often)
    run = start(sheet.user)
    assert run is not None
    assert (run.state, run.problem_code, len(sent)) == ("waiting", "settings_changed", 2)
    assert run.resume_at - timezone.now() > timedelta(minutes=50)
    assert LinkedSheet.objects.get().recent_count == 30


@pytest.fixture
def tabs(sandbox, sheet) -> Callable[[], dict[str, int]]:
    """A smart sheet of 200 tracks and a tab by month, beside a few rows; returns the rows of each tab by its title."""
    sandbox.world.spotify.grow("ada", 200)
    LinkedSheet.objects.update(scope=LinkedSheet.Scope.RECENT, recent_count=3)
    smart_tabs.create_smart_tab(sheet.user, "All", Rules())
    statistics_tabs.add_statistics_tab(sheet.user, "statistics")
    book = sandbox.world.google.workbook(sheet.spreadsheet_id)

    def count_rows() -> dict[str, int]:
        tabs = [tab["properties"] for tab in book.get()["sheets"]]
        return {tab["title"]: sum(any(row) for row in book.values(tab["sheetId"])) for tab in tabs}

    return count_rows


def finish(run: SyncRun | None) -> None:
    """Goes on with a run that the change of a choice has stopped."""
    assert run is not None
    assert (run.state, run.problem_code) == ("waiting", "settings_changed")
    with time_machine.travel(run.resume_at):
        done = sync.run_sync(run.pk)
    assert done is not None
    assert done.state == "done"


@pytest.mark.parametrize("with_tab", [True, False])
def test_a_smart_sheet_removed_while_its_tab_is_made_is_left_as_it_is_or_deleted(
    sheet, tabs, while_sending, with_tab
):
    seen = []

    def remove() -> None:
        seen.append(tabs().get("All"))
        smart_tabs.remove_smart_tab(SmartTab.objects.get(), with_tab=with_tab)

    sent = while_sending(remove, nth=4)
    run = start(sheet.user)
    assert len(sent) == 4
    # The request on its way was applied, as a rule.
    rows = tabs()["All"]
    assert seen[0] <= rows < 100
    finish(run)
    assert tabs().get("All") == (None if with_tab else rows)
    assert not SmartTab.objects.exists()


@pytest.mark.parametrize("with_tab", [True, False])
def test_a_tab_by_month_removed_while_tabs_are_written_is_made_no_more(sheet, tabs, while_sending, with_tab):
    sent = while_sending(
        lambda: statistics_tabs.remove_statistics_tab(sheet.user, "statistics", with_tab=with_tab)
    )
    run = start(sheet.user)
    assert len(sent) == 2
    assert "Statistics" not in tabs()
    finish(run)
    assert ("Statistics" in tabs(), tabs()["All"]) == (False, 201)
    assert not StatisticsTab.objects.exists()


def change_rules(tab: SmartTab) -> None:
    smart_tabs.update_smart_tab(tab, "Few", replace(Rules(), limit=10))


@pytest.mark.parametrize(
    ("change", "wanted"), [(change_rules, ("Few", 11)), (smart_tabs.recreate_smart_tab, ("All 2", 201))]
)
def test_other_choices_for_a_smart_sheet_end_the_write_by_the_former_ones(
    sheet, tabs, while_sending, change, wanted
):
    sent = while_sending(lambda: change(SmartTab.objects.get()), nth=4)
    run = start(sheet.user)
    assert len(sent) == 4
    finish(run)
    title, rows = wanted
    assert tabs()[title] == rows


def test_a_smart_sheet_saved_as_it_was_ends_no_write(sheet, tabs, while_sending):
    while_sending(lambda: smart_tabs.update_smart_tab(SmartTab.objects.get(), "All", Rules()), nth=4)
    run = start(sheet.user)
    assert run is not None
    assert run.state == "done"


def test_tabs_changed_without_end_begin_the_write_anew_no_more_often_than_clicks_do(
    sheet, tabs, monkeypatch, settings
):
    settings.SYNC_CLICKS_PER_HOUR = 3
    plain, names = SheetsClient.batch_update, count()

    def change(self, *args, **more):
        smart_tabs.update_smart_tab(SmartTab.objects.get(), f"All {next(names)}", Rules())
        return plain(self, *args, **more)

    monkeypatch.setattr(SheetsClient, "batch_update", change)
    run = start(sheet.user)
    while run is not None and run.resume_at <= timezone.now():
        run = sync.run_sync(run.pk)
    assert run is not None
    assert (run.problem_code, run.attempts) == ("settings_changed", 4)
    assert run.resume_at - timezone.now() > timedelta(minutes=50)


def test_a_problem_with_what_is_not_wanted_any_more_pauses_no_schedule(sandbox, sheet, while_sending):
    sandbox.world.faults.add("google-sheets", "batch_update", {"google": "permission"}, nth=2)
    while_sending(lambda: update_and_sync(sheet.user, replace(settings_of(sheet), scope="recent")))
    run = start(sheet.user)
    assert run is not None
    assert (run.state, run.problem_code) == ("waiting", "settings_changed")
    assert Schedule.objects.get().pause == ""


def switch_off(user: User) -> None:
    """As the operator does it in the admin."""
    admin = Client()
    root = User.objects.filter(is_superuser=True).first() or make_superuser()
    admin.force_login(root, backend="accounts.backends.Password")
    page = admin.get(f"/admin/accounts/user/{user.pk}/change/")
    form = page.context["adminform"].form
    data = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    data |= {
        f"{formset.formset.prefix}-{name}": 0
        for formset in page.context["inline_admin_formsets"]
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    data = {name: value for name, value in data.items() if value is not False}
    data.pop("is_active")
    answer = admin.post(f"/admin/accounts/user/{user.pk}/change/", data)
    assert answer.status_code == 302, answer.context["errors"]


def test_switching_a_person_off_ends_the_run_that_writes(sandbox, sheet, while_sending):
    sent = while_sending(lambda: switch_off(sheet.user))
    assert start(sheet.user) is None
    assert len(sent) == 2
    assert SyncRun.objects.get().problem_code == "account_switched_off"


def test_removing_the_address_under_share_ends_the_run_that_writes(sandbox, sheet, while_sending):
    robot = settings.GOOGLE_SERVICE_ACCOUNT["client_email"]
    sent = while_sending(lambda: sandbox.world.google.unshare(sheet.spreadsheet_id, robot))
    run = start(sheet.user)
    assert run is not None
    # Refused once: it may be Google's failure, and is believed when it is refused again.
    assert (run.state, run.problem_code, len(sent)) == ("waiting", "sheet_unconfirmed", 2)
    rows = tab_rows(sandbox.world, sheet)
    with time_machine.travel(run.resume_at):
        again = sync.run_sync(run.pk)
    assert again is not None
    assert (again.state, again.problem_code, len(sent)) == ("failed", "sheet_not_shared", 2)
    assert tab_rows(sandbox.world, sheet) == rows
    browser = Client()
    browser.force_login(sheet.user)
    assert describe("sheet_not_shared", again.problem_values) in unescape(browser.get("/").content.decode())


@pytest.mark.parametrize("by", [Schedule.Pause.PERSON, Schedule.Pause.ADMIN])
def test_pausing_ends_the_run_that_writes(sandbox, sheet, while_sending, by):
    answers = []
    sent = while_sending(lambda: answers.append(schedule.pause(sheet.user, by)))
    assert start(sheet.user) is None
    assert (answers, len(sent)) == ([True], 2)
    assert SyncRun.objects.get().problem_code == "sync_paused"


@pytest.mark.parametrize("by", [Schedule.Pause.PERSON, Schedule.Pause.ADMIN])
def test_a_run_that_waits_is_not_handed_out_after_a_pause(sandbox, sheet, by):
    run = runs.find_or_make(sheet.user, SyncRun.Trigger.SCHEDULE)
    SyncRun.objects.update(state="waiting", resume_at=timezone.now(), lease_until=None, reads_pages=True)
    assert not schedule.pause(sheet.user, by)
    assert dispatch.dispatch_due() == 0
    assert sync.run_sync(run.pk) is None
    assert sandbox.world.count("spotify-api") == sandbox.world.count("google-sheets") == 0


def test_what_is_asked_for_under_a_pause_is_done_and_waits_for_the_write_on_its_way(
    sandbox, sheet, while_sending
):
    while_sending(lambda: schedule.pause(sheet.user))
    start(sheet.user)
    waiting = start(sheet.user)
    assert waiting is not None
    assert (waiting.state, waiting.problem_code) == ("waiting", "google_unclear")
    with time_machine.travel(timezone.now() + settings.UNCLEAR_WRITE_WAIT + timedelta(seconds=1)):
        done = start(sheet.user)
    assert done is not None
    assert done.state == "done"
    assert len(tab_rows(sandbox.world, sheet)) == 1 + len(sandbox.world.spotify.documents("ada"))
    assert Schedule.objects.get().pause == Schedule.Pause.PERSON


def test_resuming_goes_on_where_the_pause_has_ended_the_run(sandbox, sheet, while_sending):
    while_sending(lambda: schedule.pause(sheet.user))
    start(sheet.user)
    with time_machine.travel(timezone.now() + settings.UNCLEAR_WRITE_WAIT + timedelta(seconds=1)):
        run = resume_on_click(sheet.user)
        assert run is not None
        done = sync.run_sync(run.pk)
    assert done is not None
    assert done.state == "done"


def test_a_person_switched_off_in_the_database_alone_is_not_written_for_any_more(
    sandbox, sheet, while_sending
):
    sent = while_sending(lambda: User.objects.filter(pk=sheet.user.pk).update(is_active=False))
    assert start(sheet.user) is None
    assert len(sent) == 2


def test_nothing_is_handed_out_or_claimed_for_a_person_who_is_switched_off(sandbox, sheet):
    run = runs.find_or_make(sheet.user, SyncRun.Trigger.PERSON)
    SyncRun.objects.update(state="waiting", resume_at=timezone.now(), lease_until=None)
    User.objects.filter(pk=sheet.user.pk).update(is_active=False)
    assert dispatch.hand_out(timezone.now(), 10) == 0
    assert leases.claim(run.pk) is None


def test_deleting_the_account_ends_the_run_that_writes(sandbox, sheet, while_sending):
    sent = while_sending(lambda: delete_account(User.objects.get()))
    assert start(sheet.user) is None
    assert len(sent) == 2
    assert not SyncRun.objects.exists()
