"""Trigger links: made and shown once, start a sync and nothing else, and give themselves away nowhere."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import TriggerLink, User
from accounts.trigger_links import MOST_LINKS, make_link, revoke_link
from syncer.models import SyncRun

PHONE = "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36"


@pytest.fixture
def anyone() -> Client:
    """Whoever has the link; a form of theirs has no CSRF token."""
    return Client(enforce_csrf_checks=True, headers={"User-Agent": PHONE})


def link_of(user: User, **fields: bool) -> str:
    return f"/t/{make_link(user, name='My phone', **fields)[1]}"


def test_a_link_is_shown_once_and_works_until_it_is_revoked(as_alice, alice, anyone) -> None:
    page = as_alice.post("/settings/api/links/", {"name": "My phone"})
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    (address,) = re.findall(r"http://127\.0\.0\.1:8000(/t/[A-Za-z0-9]{43})<", page.content.decode())
    assert anyone.post(address).status_code == 202
    link = TriggerLink.objects.get()
    assert (link.name, link.runs_at_once, link.user) == ("My phone", False, alice)
    assert address[3:] not in str(TriggerLink.objects.values().get())
    again = as_alice.get("/settings/api/links/").content.decode()
    assert address not in again
    assert f"…{address[-4:]}" in again and "last used today at" in again
    as_alice.post(f"/settings/api/links/{link.pk}/revoke/")
    SyncRun.objects.all().delete()
    assert anyone.post(address).status_code == 404
    assert not SyncRun.objects.exists()


@pytest.mark.parametrize(("name", "said"), [("", "This field is required."), ("x" * 61, "at most 60")])
def test_a_form_that_is_not_right_makes_none(as_alice, name, said) -> None:
    page = as_alice.post("/settings/api/links/", {"name": name})
    assert (page.status_code, TriggerLink.objects.count()) == (422, 0)
    assert said in page.content.decode()


def test_nobody_has_more_than_twenty(as_alice, alice) -> None:
    for _ in range(MOST_LINKS):
        make_link(alice, name="one")
    page = as_alice.post("/settings/api/links/", {"name": "one more"})
    assert (page.status_code, TriggerLink.objects.count()) == (422, MOST_LINKS)
    assert "You have 20 trigger links" in page.content.decode()


def test_the_link_of_somebody_else_is_neither_shown_nor_revoked(as_alice, bob) -> None:
    link, _ = make_link(bob, name="Bob's own")
    assert "Bob" not in as_alice.get("/settings/api/links/").content.decode()
    for method in (as_alice.get, as_alice.post):
        assert method(f"/settings/api/links/{link.pk}/revoke/").status_code == 404
    assert TriggerLink.objects.filter(pk=link.pk).exists()


def test_revoking_asks_first_and_says_what_happens(as_alice, alice) -> None:
    link, _ = make_link(alice, name="My phone")
    address = f"/settings/api/links/{link.pk}/revoke/"
    assert f'href="{address}"' in as_alice.get("/settings/api/links/").content.decode()
    page = as_alice.get(address).content.decode()
    assert "Revoke <bdi>My phone</bdi>?" in page and f"<code>{link.ending}</code> starts nothing" in page
    assert '<a role="button" class="outline secondary" href="/settings/api/links/">Keep it</a>' in page
    assert TriggerLink.objects.exists()


def test_opening_a_link_asks_first(alice, anyone) -> None:
    address = link_of(alice)
    page = anyone.get(address).content.decode()
    assert '<form method="post" class="act"><button type="submit" class="large">Sync now' in page
    assert not SyncRun.objects.exists()
    assert anyone.post(address).status_code == 202
    assert SyncRun.objects.get().trigger == "api"


def test_opening_is_enough_where_that_is_switched_on(alice, anyone) -> None:
    page = anyone.get(link_of(alice, runs_at_once=True))
    assert (page.status_code, SyncRun.objects.get().user) == (202, alice)
    assert "Sync started" in page.content.decode()


def test_whether_a_link_asks_first_is_switched_later(as_alice, alice, anyone) -> None:
    link, secret = make_link(alice, name="My phone")
    switch = f"/settings/api/links/{link.pk}/switch/"
    page = as_alice.post(switch, {"opening": "starts"}, follow=True).content.decode()
    assert "Opening that link starts a sync from now on" in page and "starts when it is opened" in page
    assert anyone.get(f"/t/{secret}").status_code == 202
    assert "asks first" in as_alice.post(switch, {"opening": "asks"}, follow=True).content.decode()
    assert "Start a sync?" in anyone.get(f"/t/{secret}").content.decode()


def test_who_does_not_own_a_link_does_not_switch_it(as_alice, bob) -> None:
    link, _ = make_link(bob, name="Bob's own")
    assert as_alice.post(f"/settings/api/links/{link.pk}/switch/", {"opening": "starts"}).status_code == 404
    assert not TriggerLink.objects.get().runs_at_once


def test_a_link_is_not_switched_without_a_csrf_token_or_by_opening_the_address(alice) -> None:
    link, _ = make_link(alice, name="one")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice, backend="accounts.backends.Spotify")
    address = f"/settings/api/links/{link.pk}/switch/"
    assert browser.post(address, {"opening": "starts"}).status_code == 403
    assert browser.get(f"{address}?opening=starts").status_code == 405
    assert not TriggerLink.objects.get().runs_at_once


def test_the_number_of_links_does_not_change_the_number_of_queries(
    as_alice, alice, django_assert_num_queries
) -> None:
    make_link(alice, name="one")
    with CaptureQueriesContext(connection) as one:
        as_alice.get("/settings/api/links/")
    for _ in range(3):
        make_link(alice, name="more")
    with django_assert_num_queries(len(one)):
        as_alice.get("/settings/api/links/")


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "WhatsApp/2.24.6 A"},
        {"User-Agent": "Mozilla/5.0 facebookexternalhit/1.1 Facebot Twitterbot/1.0"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Sec-Fetch-Dest": "image"},
    ],
)
def test_a_preview_starts_nothing(alice, headers) -> None:
    page = Client(headers={"User-Agent": PHONE} | headers).get(link_of(alice, runs_at_once=True))
    assert (page.status_code, SyncRun.objects.exists()) == (200, False)
    assert "Start a sync?" in page.content.decode()


def test_head_and_other_methods_start_nothing(alice, anyone) -> None:
    address = link_of(alice, runs_at_once=True)
    statuses = [
        anyone.generic(method, address).status_code for method in ("HEAD", "PUT", "DELETE", "OPTIONS")
    ]
    assert (statuses, SyncRun.objects.exists()) == ([200, 405, 405, 405], False)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT"])
def test_every_answer_keeps_the_address_to_itself(alice, anyone, method) -> None:
    for address in (link_of(alice), "/t/unknown"):
        answer = anyone.generic(method, address)
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex"
        page = answer.content.decode()
        assert address not in page and "<script" not in page
        assert not re.search(r'<(?:script|img|link)[^>]+(?:src|href)="(?:https?:)?//', page)


def test_no_cookie_is_looked_at_and_none_is_set(as_bob, alice) -> None:
    """Bob's browser, with his session, starts Alice's sync by her link, and the page knows neither of them."""
    address = link_of(alice)
    with CaptureQueriesContext(connection) as queries:
        page = as_bob.get(address)
    assert not [query for query in queries if "session" in query["sql"]]
    answer = as_bob.post(address)
    assert [run.user for run in SyncRun.objects.all()] == [alice]
    for shown in (page, answer):
        assert not shown.cookies
        assert "alice" not in shown.content.decode().lower() and "bob" not in shown.content.decode().lower()


def test_what_happened_is_told_to_people_and_to_programs(alice, anyone, settings) -> None:
    settings.SYNC_CLICKS_PER_HOUR = 1
    address = link_of(alice)

    def use() -> tuple[int, str]:
        answer = anyone.post(address, headers={"Accept": "application/json"})
        assert answer["Vary"] == "Accept"
        return answer.status_code, answer.json()["outcome"]

    assert use() == (202, "started")
    assert use() == (202, "running")
    assert "A sync is under way already" in anyone.post(address).content.decode()
    SyncRun.objects.update(state="done", finished_at=timezone.now())
    answer = anyone.post(address)
    assert answer.status_code == 429
    assert 3500 < int(answer["Retry-After"]) <= 3601
    assert re.search(r"<h1[^>]*>Again from \d\d:\d\d</h1>", answer.content.decode())
    assert use() == (429, "sync_limit")
    plain = anyone.post(address, headers={"Accept": "text/plain"})
    assert plain["Content-Type"] == "text/plain; charset=utf-8"
    assert re.search(r"^You have started .* Again from \d\d:\d\d\.$", plain.content.decode())


def test_a_sheet_that_is_not_linked_is_said(bob, anyone) -> None:
    answer = anyone.post(link_of(bob), headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["outcome"]) == (409, "no_sheet")
    assert "No sheet is linked yet" in answer.json()["detail"]


def test_each_link_has_its_limit_by_the_minute(alice, anyone, settings) -> None:
    settings.API_TRIGGERS_PER_MINUTE = 2
    first, second = link_of(alice), link_of(alice)
    statuses = [anyone.post(first).status_code for _ in range(3)]
    assert (statuses, anyone.post(second).status_code) == ([202, 202, 429], 202)
    assert 0 < int(anyone.post(first)["Retry-After"]) <= 61
    assert anyone.get(first).status_code == 200


def test_a_revoked_link_and_one_that_never_was_get_the_same_answer(alice, anyone) -> None:
    link, secret = make_link(alice, name="old")
    revoke_link(alice, link.pk)
    off, of_nobody = make_link(alice, name="off")
    answers = []
    for address in (f"/t/{secret}", f"/t/{'x' * 43}", "/t/short", f"/t/{'ä' * 9_000}"):
        with CaptureQueriesContext(connection) as queries:
            answer = anyone.post(address)
        shapes = [re.sub(r"'[0-9a-f]{64}'", "?", query["sql"]) for query in queries]
        answers.append((answer.status_code, answer.content, shapes))
    assert (answers[0][0], len(answers[0][2])) == (404, 1)
    assert answers == [answers[0]] * 4
    User.objects.update(is_active=False)
    assert anyone.post(f"/t/{of_nobody}").content == answers[0][1]
    assert off.last_used_at is None
