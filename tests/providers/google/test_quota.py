from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from problems.kinds import TryLater
from providers.google.quota import take_google
from tests.support.threads import taken_at_once


def test_twenty_threads_never_exceed_googles_minute(settings, often_switching) -> None:
    settings.GOOGLE_REQUESTS_PER_MINUTE = 30
    assert taken_at_once(lambda: take_google("a", "write")) == 30


@pytest.mark.parametrize("kind", ["read", "write"])
def test_googles_minute_is_counted_for_each_principal_and_for_the_project(settings, kind) -> None:
    settings.GOOGLE_REQUESTS_PER_MINUTE = 2
    settings.GOOGLE_PROJECT_REQUESTS_PER_MINUTE = 3
    take_google("a", kind)
    take_google("a", kind)
    with pytest.raises(TryLater) as principal:
        take_google("a", kind)
    take_google("b", kind)
    with pytest.raises(TryLater) as project:
        take_google("c", kind)
    assert principal.value.code == project.value.code == "google_budget"
    assert principal.value.when - timezone.now() <= timedelta(seconds=62)


def taken(person: str, wanted: int = 50) -> int:
    """Returns how many requests a person gets who asks for so many."""
    for count in range(wanted):
        try:
            take_google("service account", "read", person=person)
        except TryLater:
            return count
    return wanted


def test_one_person_leaves_others_a_third_of_a_shared_minute() -> None:
    assert taken("ada") == 33
    assert taken("ben") == 17
    # The minute is full, and of Ada's requests two thirds.
    assert taken("ada") == taken("cleo") == 0


def test_while_others_wait_nobody_gets_more_than_a_third(settings) -> None:
    with time_machine.travel(datetime(2026, 11, 27, 12, tzinfo=UTC), tick=False) as clock:
        assert taken("ada") == 33
        clock.shift(timedelta(seconds=30))
        assert taken("ben") == 17
        # Ada's requests have left the window, Ben's are still in it, and he has had his third.
        clock.shift(timedelta(seconds=31))
        assert taken("ben", 5) == 5
        assert taken("ada", 17) == 17
        assert taken("ben") == 0
        assert taken("cleo") == 11


@pytest.mark.parametrize("minute", [1, 2, 3, 4, 5, 50])
def test_each_of_three_people_gets_a_third_in_any_order(settings, minute: int) -> None:
    settings.GOOGLE_REQUESTS_PER_MINUTE = minute
    counts = [taken(person, minute // 3) for person in ("ada", "ben", "cleo")]
    assert counts == [minute // 3] * 3
    assert sum(counts) + taken("ada") <= minute


def test_a_principal_of_ones_own_has_all_of_its_minute() -> None:
    assert taken("") == 50
