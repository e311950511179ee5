"""After a run the database is what the library was at one moment of it, whatever happens between two requests."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from tests.reader.edits import REMOVALS, SAVES, Day, days
from tests.reader.reading_runs import listed, living, read
from tests.reader.spotify_library import SpotifyLibrary

pytestmark = pytest.mark.django_db
patient = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def somebody() -> User:
    return User.objects.create(username=uuid4().hex)


def by_second(shown):
    """Within a second the order says nothing."""
    return sorted(shown, key=lambda save: (save[1], save[0] or ""), reverse=True)


def is_newest_first(shown) -> bool:
    dates = [added_at for _, added_at in shown]
    return dates == sorted(dates, reverse=True)


def run_days(user: User, spotify: SpotifyLibrary, plan: list[Day]) -> None:
    for number, day in enumerate(plan):
        day.begin(spotify)
        report = read(user, spotify, day=number)
        assert report.complete
        shown = living(user)
        assert is_newest_first(shown)
        assert by_second(shown) in [by_second(listed(moment)) for moment in spotify.moments]
        assert report.stored == len(shown)


@patient
@given(st.integers(0, 330), st.lists(days(*SAVES, *REMOVALS), min_size=1, max_size=4))
def test_saves_and_removals_at_any_request(settings, count, plan):
    settings.SPOTIFY_PAGES_IN_FLIGHT = 1
    spotify = SpotifyLibrary()
    spotify.save(count)
    run_days(somebody(), spotify, plan)


@patient
@given(st.integers(0, 330), st.lists(days(*SAVES, "back-date"), min_size=1, max_size=4))
def test_saves_with_an_old_date_at_any_request(settings, count, plan):
    settings.SPOTIFY_PAGES_IN_FLIGHT = 1
    spotify = SpotifyLibrary()
    spotify.save(count)
    run_days(somebody(), spotify, plan)
