from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from problems.kinds import TryLater
from providers.models import SpotifyApp
from providers.spotify import request_budget
from providers.spotify.problems import SpotifyQuotaSpent
from tests.support.threads import taken_at_once

APP = "client"


def take(*, interactive: bool = False, times: int = 1) -> None:
    for _ in range(times):
        request_budget.take_spotify(client_id=APP, interactive=interactive)


def test_scheduled_work_leaves_a_tenth_of_the_budget_to_clicks(settings) -> None:
    settings.SPOTIFY_REQUESTS_PER_30_SECONDS = 20
    take(times=18)
    with pytest.raises(TryLater) as refused:
        take()
    assert refused.value.code == "spotify_budget"
    take(interactive=True, times=2)
    with pytest.raises(TryLater):
        take(interactive=True)


def test_the_burst_window_frees_within_half_a_minute(settings) -> None:
    settings.SPOTIFY_REQUESTS_PER_30_SECONDS = 2
    take(interactive=True, times=2)
    with pytest.raises(TryLater) as refused:
        take(interactive=True)
    assert timedelta(seconds=20) < refused.value.when - timezone.now() <= timedelta(seconds=32)


def test_a_full_day_window_waits_a_quarter_of_an_hour(settings) -> None:
    settings.SPOTIFY_REQUESTS_PER_DAY = 2
    take(interactive=True, times=2)
    with pytest.raises(TryLater) as refused:
        take(interactive=True)
    assert refused.value.when - timezone.now() >= timedelta(minutes=14)


def test_each_app_has_a_budget_of_its_own(settings) -> None:
    settings.SPOTIFY_REQUESTS_PER_30_SECONDS = 1
    take(interactive=True)
    request_budget.take_spotify(client_id="other", interactive=True)


def test_a_request_refused_by_the_day_is_not_counted_in_the_half_minute(settings) -> None:
    settings.SPOTIFY_REQUESTS_PER_30_SECONDS = 3
    settings.SPOTIFY_REQUESTS_PER_DAY = 1
    take(interactive=True)
    for _ in range(5):
        with pytest.raises(TryLater):
            take(interactive=True)
    settings.SPOTIFY_REQUESTS_PER_DAY = 10
    take(interactive=True, times=2)


def test_a_request_refused_by_the_half_minute_is_not_counted_in_the_day(settings) -> None:
    settings.SPOTIFY_REQUESTS_PER_30_SECONDS = 1
    settings.SPOTIFY_REQUESTS_PER_DAY = 3
    take(interactive=True)
    for _ in range(5):
        with pytest.raises(TryLater):
            take(interactive=True)
    settings.SPOTIFY_REQUESTS_PER_30_SECONDS = 10
    take(interactive=True, times=2)


def test_clicks_count_against_the_scheduled_share(settings) -> None:
    settings.SPOTIFY_REQUESTS_PER_30_SECONDS = 10
    with time_machine.travel(datetime(2026, 11, 22, tzinfo=UTC), tick=False) as clock:
        take(interactive=True)
        clock.shift(timedelta(seconds=20))
        take(interactive=True, times=8)
        clock.shift(timedelta(seconds=11))
        take()
        with pytest.raises(TryLater):
            take()
        take(interactive=True)
        with pytest.raises(TryLater):
            take(interactive=True)


@pytest.mark.parametrize(("interactive", "ceiling"), [(True, 30), (False, 27)])
def test_twenty_threads_never_exceed_the_half_minute(settings, often_switching, interactive, ceiling) -> None:
    settings.SPOTIFY_REQUESTS_PER_30_SECONDS = 30
    assert taken_at_once(lambda: take(interactive=interactive)) == ceiling


def test_twenty_threads_never_exceed_the_day(settings, often_switching) -> None:
    settings.SPOTIFY_REQUESTS_PER_DAY = 30
    assert taken_at_once(lambda: take(interactive=True)) == 30


def ban(hours: float) -> SpotifyQuotaSpent:
    return SpotifyQuotaSpent(when=timezone.now() + timedelta(hours=hours))


def test_a_ban_stops_scheduled_work_and_clicks(db) -> None:
    request_budget.block_spotify(APP, ban(24))
    with pytest.raises(TryLater) as refused:
        take(interactive=True)
    assert refused.value.code == "spotify_quota"
    assert refused.value.when - timezone.now() > timedelta(hours=23)


def test_a_ban_survives_a_restart_of_redis(db) -> None:
    from django.core.cache import cache

    request_budget.block_spotify(APP, ban(24))
    cache.clear()
    assert request_budget.active_block(APP) is not None
    with pytest.raises(TryLater):
        take(interactive=True)


def test_a_later_ban_never_shortens_an_earlier_one(db) -> None:
    request_budget.block_spotify(APP, ban(24))
    request_budget.block_spotify(APP, ban(1))
    assert SpotifyApp.objects.get().blocked_until - timezone.now() > timedelta(hours=23)


def test_an_expired_ban_stops_nothing(db) -> None:
    with time_machine.travel(datetime(2026, 11, 22, tzinfo=UTC), tick=False) as clock:
        request_budget.block_spotify(APP, ban(1))
        clock.shift(timedelta(hours=1, seconds=2))
        assert request_budget.active_block(APP) is None
        take()
