from datetime import timedelta

import pytest
from django.utils import timezone

from providers.spotify import request_budget
from providers.spotify.page_budget import PageBudget, pages_a_day
from providers.spotify.problems import SpotifyPagesLater

APP = "client"


@pytest.fixture(autouse=True)
def hundred_a_day(settings) -> None:
    settings.SPOTIFY_REQUESTS_PER_DAY = 100


def taken(budget: PageBudget, pages: int) -> int:
    for number in range(pages):
        try:
            budget.take()
        except SpotifyPagesLater:
            return number
    return pages


@pytest.mark.parametrize(("people", "pages"), [(0, 80), (10, 80), (30, 60), (90, 0), (4000, 0)])
def test_pages_leave_a_tenth_to_clicks_and_a_request_to_each_daily_sync(people, pages) -> None:
    assert pages_a_day(people) == pages
    assert taken(PageBudget(APP, 1, people), 100) == pages


def test_the_shares_are_settings(settings) -> None:
    settings.SPOTIFY_SCHEDULED_SHARE, settings.SPOTIFY_DAILY_SYNC_SHARE = 0.7, 0.2
    assert pages_a_day(0) == 50


def test_a_person_has_a_third_while_others_wait(settings) -> None:
    assert taken(PageBudget(APP, 1, 0, are_others_waiting=True), 100) == 33
    settings.SPOTIFY_PERSON_SHARE = 0.1
    assert taken(PageBudget(APP, 2, 0, are_others_waiting=True), 100) == 10
    # Alone, what is left of the day.
    assert taken(PageBudget(APP, 1, 0), 100) == 80 - 33 - 10


def test_a_day_that_clicks_have_used_up_has_no_pages() -> None:
    for _ in range(80):
        request_budget.take_spotify(client_id=APP, interactive=True)
    budget = PageBudget(APP, 1, 0)
    assert taken(budget, 1) == 0
    assert budget.full_until is not None
    assert PageBudget("another", 1, 0).full_until is None


def test_a_full_share_is_asked_for_again_when_it_has_more_than_a_page() -> None:
    budget = PageBudget(APP, 1, 0)
    assert taken(budget, 100) == 80
    assert budget.full_until is not None
    assert budget.full_until - timezone.now() >= timedelta(minutes=59)
