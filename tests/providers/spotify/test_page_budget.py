from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from redis.exceptions import RedisError

from providers.rate_limits import Window
from providers.spotify import request_budget
from providers.spotify.page_budget import PageBudget, count_for_person, pages_a_day
from providers.spotify.problems import SpotifyPagesLater

APP = "client"
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def hundred_a_day(settings) -> None:
    settings.SPOTIFY_REQUESTS_PER_DAY = 100


def taken(budget: PageBudget, pages: int) -> int:
    for number in range(pages):
        try:
            budget.take_page()
        except SpotifyPagesLater:
            return number
    return pages


@pytest.mark.parametrize(("people", "pages"), [(0, 80), (10, 80), (30, 60), (90, 0), (4000, 0)])
def test_pages_leave_a_tenth_to_clicks_and_a_request_to_each_daily_sync(people, pages) -> None:
    assert pages_a_day(people) == pages
    budgets = [PageBudget(APP, f"person{number}", people, are_others_waiting=True) for number in range(3)]
    assert sum(taken(budget, 100) for budget in budgets) == pages


def test_the_shares_are_settings(settings) -> None:
    settings.SPOTIFY_SCHEDULED_SHARE, settings.SPOTIFY_DAILY_SYNC_SHARE = 0.7, 0.2
    assert pages_a_day(0) == 50


def test_a_person_has_a_third_while_others_wait(settings) -> None:
    assert taken(PageBudget(APP, "person1", 0, are_others_waiting=True), 100) == 33
    settings.SPOTIFY_PERSON_SHARE = 0.1
    assert taken(PageBudget(APP, "person2", 0, are_others_waiting=True), 100) == 10


def test_who_is_alone_leaves_another_third_which_lasts_a_day(settings) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        # 47 of 80 at once, and 4 of every three hours.
        assert taken(PageBudget(APP, "person1", 0), 100) == 80 - 33 + 4
        assert taken(PageBudget(APP, "person2", 0), 10) == 10
        clock.shift(timedelta(hours=3, seconds=1))
        assert taken(PageBudget(APP, "person1", 0), 100) == 4
        clock.shift(timedelta(hours=18))
        assert taken(PageBudget(APP, "person2", 0), 100) == 80 - 55 - 10
        # All of it again once the day is over.
        clock.shift(timedelta(hours=25))
        assert taken(PageBudget(APP, "person1", 0), 100) == 80 - 33 + 4


def test_few_requests_find_room_in_the_persons_third_although_pages_have_none() -> None:
    def asked(budget: PageBudget) -> int:
        for number in range(100):
            try:
                budget.take_request()
            except SpotifyPagesLater:
                return number
        return 100

    # Of 4,000 people's day no page is left.
    assert asked(PageBudget(APP, "person1", 4000)) == 33
    assert asked(PageBudget(APP, "person2", 0, are_others_waiting=True)) == 33
    assert taken(PageBudget(APP, "person3", 0), 100) == 80 - 66
    # Beyond it they are pages as any other.
    assert asked(PageBudget(APP, "person2", 0)) == 0


def test_requests_that_are_made_in_any_case_count_for_the_person() -> None:
    for _ in range(40):
        count_for_person(APP, "person1")
    assert taken(PageBudget(APP, "person1", 0, are_others_waiting=True), 1) == 0
    assert taken(PageBudget(APP, "person2", 0, are_others_waiting=True), 100) == 33


def test_a_sign_in_is_not_stopped_by_a_count_that_fails(monkeypatch, caplog) -> None:
    def away(*_):
        raise RedisError

    monkeypatch.setattr(Window, "take", away)
    count_for_person(APP, "person1")
    assert "is not counted" in caplog.text


def test_a_day_that_clicks_have_used_up_has_no_pages() -> None:
    for _ in range(80):
        request_budget.take_spotify(client_id=APP, interactive=True)
    budget = PageBudget(APP, "person1", 0)
    assert taken(budget, 1) == 0
    assert budget.full_until is not None
    assert PageBudget("another", "person1", 0).full_until is None


def test_a_full_share_is_asked_for_again_when_it_has_more_than_a_page() -> None:
    budget = PageBudget(APP, "person1", 0)
    assert taken(budget, 100) == 51
    assert budget.full_until is not None
    assert budget.full_until - timezone.now() >= timedelta(minutes=59)
