"""Every remedy that a problem's text names is a button beside it, on each page that shows the problem."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.problems import LimitUsedUp, LinkLimitUsedUp
from notifications.deliveries import switch_off
from notifications.models import Event, Webhook
from notifications.webhooks import make_webhook
from problems.kinds import REGISTRY, AskUser, Problem, Reconnect, Remedy, TryLater
from problems.texts import VENDOR_NAMES, describe
from providers.google.problems import GoogleAccessEnded, SheetIsXlsx
from sheets.models import LinkedSheet, SmartTab, StatisticsTab
from sheets.problems import SheetTaken
from sheets.receipt import SheetReceipt, TabReceipt
from syncer.models import Schedule, SyncRun
from syncer.receipt import Receipt
from website.problems.presenters import (
    describe_request_problem,
    present_problem,
    present_request_problem,
    present_tab_problem,
)

PAGES = ["/", "/sheet/", "/smart/"]
# The problems of pages that have a form of their own for what they ask, and pause no schedule.
ELSEWHERE = re.compile(
    "sign_in|spotify_not_on_allow_list|two_accounts|another_|code_tab|not_a_|not_an_|other_host|published_copy"
    "|no_spreadsheet|webhook_|sheet_already_linked|bad_|smart_sheet|condition_|rules_|too_many|managed_tab|tab_headers"
)
# What a text may ask for, and the button for it.
BUTTONS = {
    r"[Ll]ink (a new|another|the copy|one first)|use a sheet that you share": "Link another sheet",
    r"[Mm]ake the tab again": "Make the tab again",
    r"choose “Beside what is mine” instead": "Choose how it is written",
    r"[Tt]ry again|sync again|[Uu]nmerge|[Rr]emove the|[Uu]nlock|[Mm]ove |[Ss]hare": "I have fixed it, sync now",
    r"Connect (Google|Spotify|another account)|[Ss]ign in again": "Connect {vendor} again",
}


def shown_by_a_schedule() -> list[type[Problem]]:
    return [
        problem
        for code, problem in sorted(REGISTRY.items())
        if issubclass(problem, AskUser | Reconnect) and not ELSEWHERE.match(code)
    ]


def pause_for(problem: type[Problem], vendor: str) -> str:
    """Pauses every schedule for a problem of this class, and returns its text."""
    is_reconnect = issubclass(problem, Reconnect)
    values = {"vendor": vendor} if is_reconnect else {}
    Schedule.objects.update(
        pause=Schedule.Pause.PROBLEM,
        problem_code=problem.code,
        problem_values=values,
        problem_fix=vendor if is_reconnect else "sheet",
    )
    return describe(problem.code, values)


@pytest.mark.parametrize("vendor", VENDOR_NAMES)
@pytest.mark.parametrize("problem", shown_by_a_schedule(), ids=lambda problem: problem.code)
def test_each_remedy_that_the_text_names_is_a_button_beside_it(as_alice: Client, alice, problem, vendor):
    text = pause_for(problem, vendor)
    wanted = {button for words, button in BUTTONS.items() if re.search(words, text)}
    if issubclass(problem, Reconnect):
        # There the permission is what is to be mended: a sync would only be refused again.
        wanted = wanted - {"I have fixed it, sync now"} | {"Connect {vendor} again"}
    for path in PAGES:
        page = as_alice.get(path).content.decode()
        banner = page.split('<section class="banner"')[1].split("</section>")[0]
        for button in wanted | ({"I have fixed it, sync now"} if issubclass(problem, AskUser) else set()):
            assert f">{button.format(vendor=VENDOR_NAMES[vendor])}<" in banner, path
        assert "https://docs.google.com/spreadsheets/d/alices/edit" in page


def test_the_walk_meets_every_kind_of_remedy():
    named = {remedy for problem in shown_by_a_schedule() for remedy in problem.remedies}
    assert named == set(Remedy)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_shows_a_banner_without_a_problem(as_alice, path):
    assert 'class="banner"' not in as_alice.get(path).content.decode()


@pytest.mark.parametrize("pause", ["problem", "admin"])
@pytest.mark.parametrize("path", PAGES)
def test_unlinking_takes_the_sheets_problem_off_every_page(as_alice, alice, path, pause):
    pause_for(REGISTRY["sheet_gone"], "google")
    Schedule.objects.update(pause=pause)
    as_alice.post("/sheet/unlink/")
    assert 'class="banner"' not in as_alice.get(path).content.decode()
    assert Schedule.objects.get().pause == ("admin" if pause == "admin" else "")


def test_a_code_of_another_version_has_no_remedies(alice):
    Schedule.objects.update(pause="problem", problem_code="of_tomorrow", next_run_at=timezone.now())
    problem = present_problem(alice, alice.sheet)
    assert problem is not None
    assert [remedy.label for remedy in problem.remedies] == ["I have fixed it, sync now"]
    assert "no words for" in problem.text
    assert "once a day" not in problem.text


def test_without_a_schedule_there_is_no_problem(bob):
    assert present_problem(bob, None) is None


@pytest.mark.parametrize(
    ("reason", "said"),
    [("failing", "it took nothing for three days"), ("secret_lost", "its secret could not be read")],
)
def test_a_webhook_that_the_site_switched_off_leads_to_its_page_until_it_is_seen_to(
    as_alice, alice, reason, said
):
    webhook, _ = make_webhook(alice, url="https://hooks.example/key", events=[Event.SYNC_DONE])
    switch_off(webhook, Webhook.OffReason(reason))
    banner = as_alice.get("/").content.decode().split('<section class="banner"')[1].split("</section>")[0]
    assert f"Your webhook at hooks.example is switched off, because {said}" in banner
    assert f'<a role="button" href="/settings/webhooks/{webhook.pk}/">Look at the webhook</a>' in banner
    as_alice.post(f"/settings/webhooks/{webhook.pk}/switch/", {"state": "on"})
    assert 'class="banner"' not in as_alice.get("/").content.decode()


@pytest.mark.parametrize("reason", ["person", "gone"])
def test_a_webhook_that_was_to_be_switched_off_is_no_problem(as_alice, alice, bob, reason):
    mine, _ = make_webhook(alice, url="https://hooks.example/", events=[Event.SYNC_DONE])
    bobs, _ = make_webhook(bob, url="https://bob.example/", events=[Event.SYNC_DONE])
    switch_off(mine, Webhook.OffReason(reason))
    switch_off(bobs, Webhook.OffReason.FAILING)
    assert 'class="banner"' not in as_alice.get("/").content.decode()


def test_the_number_of_webhooks_does_not_change_the_number_of_queries(
    as_alice, alice, django_assert_num_queries
):
    def switch_one_off() -> None:
        webhook, _ = make_webhook(alice, url="https://hooks.example/", events=[Event.SYNC_DONE])
        switch_off(webhook, Webhook.OffReason.FAILING)

    switch_one_off()
    with CaptureQueriesContext(connection) as one:
        as_alice.get("/")
    switch_one_off()
    with django_assert_num_queries(len(one)):
        assert as_alice.get("/").content.decode().count("Look at the webhook") == 2


def test_no_problem_of_a_pages_own_request_is_said_to_go_on_by_itself():
    # Those of a limit name the moment, and whose limit it is.
    waits = [
        problem
        for problem in REGISTRY.values()
        if issubclass(problem, TryLater) and not issubclass(problem, LimitUsedUp)
    ]
    assert len(waits) > 10
    for problem in waits:
        assert "Try again in a minute" in describe_request_problem(problem(when=timezone.now()))


def test_other_problems_of_a_pages_own_request_have_their_own_words():
    assert "Save as Google Sheets" in describe_request_problem(SheetIsXlsx())


def test_the_problem_of_a_pages_own_request_names_its_buttons():
    ended, taken = (
        present_request_problem(one, "/page/", again="Look again")
        for one in (GoogleAccessEnded(vendor="google"), SheetTaken())
    )
    assert ended.text == describe_request_problem(GoogleAccessEnded(vendor="google"))
    assert [(one.label, one.next) for one in ended.remedies] == [
        ("Connect Google again", "/page/"),
        ("Look again", ""),
    ]
    assert [one.label for one in taken.remedies] == ["Link another sheet", "Look again"]


def last_sync_met(alice, name: str, code: str, **run: object) -> None:
    """The last sync left one tab as it was."""
    receipt = Receipt(sheet=SheetReceipt(tabs=[TabReceipt(name, problem_code=code)]))
    SyncRun.objects.create(user=alice, trigger="person", state="done", receipt=receipt.to_json(), **run)


@pytest.mark.parametrize("code", ["managed_tab_deleted", "tab_headers_changed"])
def test_a_tab_that_has_to_be_made_again_leads_there_from_every_receipt(as_alice, alice, code):
    last_sync_met(alice, "Genres by month", code)
    run = SyncRun.objects.get()
    for path in ("/", f"/runs/{run.pk}/"):
        assert '<a href="/smart/">Make it again</a>' in as_alice.get(path).content.decode()


def test_smart_sheets_show_the_problem_of_each_tab_with_its_buttons(as_alice, alice):
    StatisticsTab.objects.create(user=alice, kind="genres", last_title="Genres by month")
    SmartTab.objects.create(user=alice, name="Fast", last_title="Fast")
    last_sync_met(alice, "Genres by month", "tab_headers_changed")
    page = as_alice.get("/smart/").content.decode()
    assert "The headers of our columns have changed" in page
    assert 'role="button" class="outline" href="/smart/by-month/genres/remove/">Remove this tab<' in page
    last_sync_met(alice, "Fast", "sheet_protected")
    page = as_alice.get("/smart/").content.decode()
    assert "The headers of our columns have changed" not in page
    assert "remove the protection" in page
    assert "This tab is as it was." in page
    assert ">I have fixed it, sync now<" in page
    assert "Remove this tab" not in page


def test_buttons_of_several_tabs_that_count_against_one_limit_are_told_apart(as_alice, alice, settings):
    settings.SYNC_CLICKS_PER_HOUR = 1
    tabs = [SmartTab.objects.create(user=alice, name=name, last_title=name) for name in ("Fast", "Slow")]
    receipt = Receipt(
        sheet=SheetReceipt(tabs=[TabReceipt(tab.name, problem_code="sheet_protected") for tab in tabs])
    )
    as_alice.post("/sync/")
    SyncRun.objects.update(state="done", receipt=receipt.to_json())
    page = as_alice.get("/smart/").content.decode()
    ids = re.findall(r'<small id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 3
    assert page.count('aria-describedby="again-sync-') == 2


def test_what_a_tabs_text_asks_for_is_a_button():
    choose = present_tab_problem("Text", {Remedy.CHOOSE_SETTINGS}, about="x", removal="/gone/")
    assert [one.label for one in choose.remedies] == ["I have fixed it, sync now", "Choose how it is written"]
    link = present_tab_problem("Text", {Remedy.LINK_ANOTHER_SHEET}, about="x", removal="/gone/")
    assert [one.label for one in link.remedies] == ["I have fixed it, sync now", "Link another sheet"]


def test_the_problem_of_a_tab_in_a_sheet_that_was_left_is_not_shown(as_alice, alice):
    SmartTab.objects.create(user=alice, name="Fast", last_title="Fast")
    last_sync_met(alice, "Fast", "sheet_protected", created_at=timezone.now() - timedelta(days=2))
    LinkedSheet.objects.update(linked_at=timezone.now() - timedelta(days=1))
    assert "remove the protection" not in as_alice.get("/smart/").content.decode()
    as_alice.post("/sheet/unlink/")
    assert "remove the protection" not in as_alice.get("/smart/").content.decode()


def test_a_limit_of_a_pages_own_request_names_the_moment():
    when = datetime(2026, 11, 27, 14, 4, 20, tzinfo=UTC)
    assert "from 14:05" in describe_request_problem(LinkLimitUsedUp(when=when))
