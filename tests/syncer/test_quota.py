from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.problems import TryLater
from syncer import quota
from syncer.models import SpotifyApp

APP = "client"


def take(*, interactive: bool = False, times: int = 1) -> None:
    for _ in range(times):
        quota.take_spotify(client_id=APP, interactive=interactive)


def test_scheduled_work_leaves_a_tenth_to_clicks(settings) -> None:
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


def test_a_full_day_is_waited_for_in_quarters_of_an_hour(settings) -> None:
    settings.SPOTIFY_REQUESTS_PER_DAY = 2
    take(interactive=True, times=2)
    with pytest.raises(TryLater) as refused:
        take(interactive=True)
    assert refused.value.when - timezone.now() >= timedelta(minutes=14)


def test_one_apps_budget_is_not_anothers(settings) -> None:
    settings.SPOTIFY_REQUESTS_PER_30_SECONDS = 1
    take(interactive=True)
    quota.take_spotify(client_id="other", interactive=True)


def ban(hours: float) -> TryLater:
    return TryLater("spotify_quota", "Used up.", when=timezone.now() + timedelta(hours=hours))


def test_a_ban_stops_everybody_also_clicks(db) -> None:
    quota.block_spotify(APP, ban(24))
    with pytest.raises(TryLater) as refused:
        take(interactive=True)
    assert refused.value.code == "spotify_quota"
    assert refused.value.when - timezone.now() > timedelta(hours=23)


def test_a_ban_survives_a_restart_of_redis(db) -> None:
    from django.core.cache import cache

    quota.block_spotify(APP, ban(24))
    cache.clear()
    assert quota.tell_block(APP) is not None
    with pytest.raises(TryLater):
        take(interactive=True)


def test_a_later_ban_never_shortens_an_earlier_one(db) -> None:
    quota.block_spotify(APP, ban(24))
    quota.block_spotify(APP, ban(1))
    assert SpotifyApp.objects.get().blocked_until - timezone.now() > timedelta(hours=23)


def test_a_ban_ends(db) -> None:
    with time_machine.travel(datetime(2026, 11, 22, tzinfo=UTC), tick=False) as clock:
        quota.block_spotify(APP, ban(1))
        clock.shift(timedelta(hours=1, seconds=2))
        assert quota.tell_block(APP) is None
        take()


@pytest.mark.parametrize("kind", ["read", "write"])
def test_googles_minute_is_counted_a_principal_and_a_project(settings, kind) -> None:
    settings.GOOGLE_REQUESTS_PER_MINUTE = 2
    settings.GOOGLE_PROJECT_REQUESTS_PER_MINUTE = 3
    quota.take_google("a", kind)
    quota.take_google("a", kind)
    with pytest.raises(TryLater) as own:
        quota.take_google("a", kind)
    quota.take_google("b", kind)
    with pytest.raises(TryLater) as everybodys:
        quota.take_google("c", kind)
    assert own.value.code == everybodys.value.code == "google_budget"
    assert own.value.when - timezone.now() <= timedelta(seconds=62)
