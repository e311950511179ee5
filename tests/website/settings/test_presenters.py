"""Where somebody is signed in, in words."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import Session, User
from accounts.sessions import hash_key
from tests.website.conftest import signed_in_as
from website.settings.presenters import name_device, present_sessions


@pytest.mark.parametrize(
    ("device", "name"),
    [
        ("firefox/linux", "Firefox on Linux"),
        ("samsung/android", "Samsung Internet on Android"),
        ("/ios", "A browser on iOS"),
        ("edge/", "Edge"),
        ("/", "An unknown browser"),
        ("", "An unknown browser"),
        ("<b>/<i>", "An unknown browser"),
    ],
)
def test_a_device_has_a_name(device: str, name: str) -> None:
    assert name_device(device) == name


def on_a_phone(user: User) -> None:
    Session.objects.filter(pk=hash_key(signed_in_as(user).session.session_key)).update(
        device="firefox/android"
    )


def test_the_session_that_asks_comes_first_whenever_it_was_used(as_alice, alice) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        on_a_phone(alice)
        key = as_alice.cookies["sessionid"].value
        lines = present_sessions(alice, key)
    assert [(line.device, line.is_this_one) for line in lines] == [
        ("An unknown browser", True),
        ("Firefox on Android", False),
    ]


def test_when_a_session_was_used_is_said_where_it_says_more(as_alice, alice) -> None:
    key = as_alice.cookies["sessionid"].value
    on_a_phone(alice)
    assert [line.last_used for line in present_sessions(alice, key)] == ["", ""]
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        Session.objects.update(last_used_at=timezone.now())
        mine, phone = present_sessions(alice, key)
    assert (mine.last_used, phone.last_used[:9]) == ("", "today at ")


def test_the_page_lists_the_persons_sessions_with_device_and_times(as_alice, alice, bob) -> None:
    on_a_phone(alice)
    signed_in_as(bob)
    page = as_alice.get("/settings/")
    assertContains(page, "<div>Firefox on Android", count=1)
    assertContains(page, "Signed in today at", count=2)
    assertContains(page, "this one", count=1)
    # Of the one that asks, "Sign out" of each page.
    assertContains(page, '<span class="unseen"> Firefox on Android</span>', count=1)


def test_the_number_of_sessions_does_not_change_the_number_of_queries(
    as_alice, alice, django_assert_max_num_queries
) -> None:
    with CaptureQueriesContext(connection) as one:
        as_alice.get("/settings/")
    for _ in range(5):
        signed_in_as(alice)
    with django_assert_max_num_queries(len(one)):
        as_alice.get("/settings/")


def test_somebody_who_is_not_signed_in_sees_no_sessions(client) -> None:
    assertNotContains(client.get("/settings/", follow=True), "Where you are signed in")
