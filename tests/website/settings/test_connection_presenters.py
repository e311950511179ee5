"""What the person allowed, for how long, and how their sheet is reached, in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import Credential
from sheets.models import LinkedSheet
from syncer.models import Schedule
from website.settings.connection_presenters import VendorPresenter, present_connections

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


def present(user):
    return present_connections(
        user,
        LinkedSheet.objects.filter(user=user).first(),
        Schedule.objects.filter(user=user).first() or Schedule(),
    )


def lines(vendor: VendorPresenter) -> dict[str, str]:
    return {line.label: line.text for line in vendor.lines}


def allow(user, provider: str, **fields) -> None:
    Credential.objects.filter(user=user, provider=provider).update(**fields)


def test_spotify_says_as_whom_since_when_and_until_when(alice, django_assert_num_queries):
    allow(alice, "spotify", authorized_at=datetime(2026, 11, 8, 12, tzinfo=UTC))
    with django_assert_num_queries(3):  # two of them for the sheet and the schedule
        spotify = present(alice).spotify
    assert lines(spotify) == {
        "Account": "Alice",
        "Allowed since": "8 Nov 2026",
        "Allowed until": "8 May 2027, 161 days left",
    }
    assert (spotify.status, spotify.badge) == ("Connected", "done")
    assert (spotify.renew.label, spotify.renew.next, spotify.renew.is_main) == (
        "Connect again",
        "/settings/",
        False,
    )


@pytest.mark.parametrize(
    ("authorized_at", "end", "status", "label"),
    [
        (datetime(2026, 5, 29, 12, tzinfo=UTC), "29 Nov 2026, 1 day left", "Ends soon", "Renew it now"),
        (
            datetime(2026, 5, 20, 12, tzinfo=UTC),
            "20 Nov 2026, which is over",
            "Disconnected",
            "Connect again",
        ),
    ],
)
def test_a_permission_that_ends_has_a_button_that_stands_out(alice, authorized_at, end, status, label):
    allow(alice, "spotify", authorized_at=authorized_at)
    spotify = present(alice).spotify
    assert lines(spotify)["Allowed until"] == end
    assert (spotify.status, spotify.renew.label, spotify.renew.is_main) == (status, label, True)


def test_a_sheet_that_was_made_is_reached_by_the_persons_permission(alice):
    allow(alice, "google", account="alice@mail.example", authorized_at=NOON)
    LinkedSheet.objects.update(confirmed_at=NOON)
    google = present(alice).google
    assert lines(google) == {
        "Sheet": "Alice's tracks",
        "Access": "Made for you in your Drive. Your permission opens the files made here, and no others.",
        "Last written": "today at 12:00",
        "Account": "alice@mail.example",
        "Allowed since": "28 Nov 2026",
    }
    assert (google.status, google.is_allowed, present(alice).share_with) == ("Connected", True, "")


def test_a_shared_sheet_needs_no_permission_of_the_persons(alice):
    allow(alice, "google", state="ended")
    Credential.objects.filter(user=alice, provider="google").delete()
    LinkedSheet.objects.update(method="shared", is_in_bin=True)
    connections = present(alice)
    assert (connections.google.status, connections.google.badge, connections.google.renew) == (
        "Shared with us",
        "done",
        None,
    )
    assert connections.share_with == "robot@project.iam.gserviceaccount.com"
    assert lines(connections.google)["Note"] == "It is in the bin of your Drive: take it out to keep it."
    assert lines(connections.google)["Last written"] == "Not yet"


def test_a_problem_of_the_sheet_is_google_s_and_one_of_spotify_is_not(alice):
    Schedule.objects.update(pause="problem", problem_code="sheet_not_shared", problem_fix="sheet")
    assert (present(alice).google.status, present(alice).google.badge) == ("Stopped", "failed")
    Schedule.objects.update(problem_code="permission_ended", problem_fix="spotify")
    assert present(alice).google.status == "Connected"


def test_without_a_sheet_one_is_linked_first(bob):
    google = present(bob).google
    assert (lines(google), google.status, google.renew) == ({"Sheet": "None yet"}, "Not connected", None)


def test_the_page_has_the_problem_with_its_buttons_and_nothing_to_take_back_twice(as_alice, as_bob):
    Schedule.objects.update(
        pause="problem",
        problem_code="sheet_not_shared",
        problem_values={"address": "a@b"},
        problem_fix="sheet",
    )
    page = as_alice.get("/settings/")
    assertContains(page, "I have fixed it, sync now", count=1)
    assertContains(page, "It continues once the problem above is solved.")
    assertContains(page, "Disconnect Google", count=1)
    assertNotContains(as_bob.get("/settings/"), "Disconnect Google")
