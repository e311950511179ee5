from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from providers.metrics import collect_quota_metrics
from providers.models import SpotifyApp
from providers.spotify.request_budget import count_spotify
from tests.support.figures import figures_in

pytestmark = pytest.mark.django_db


def test_a_site_without_an_app_has_no_budget(settings) -> None:
    settings.SPOTIFY_CLIENT_ID = ""
    assert figures_in(collect_quota_metrics()) == {}


def test_what_is_left_of_the_day_and_how_long_a_ban_lasts_is_told_for_each_app(settings) -> None:
    now = timezone.now()
    settings.SPOTIFY_CLIENT_ID, settings.SPOTIFY_REQUESTS_PER_DAY = "app", 100
    SpotifyApp.objects.create(client_id="former", blocked_until=now - timedelta(hours=1))
    SpotifyApp.objects.create(
        client_id="app", blocked_until=now + timedelta(hours=1), full_since=now - timedelta(days=1)
    )
    count_spotify("app")
    figures = figures_in(collect_quota_metrics())
    assert [figures["spotify_requests_left", app] for app in ("app", "former")] == [99, 100]
    assert figures["spotify_blocked_seconds", "app"] == pytest.approx(3600, abs=60)
    assert figures["spotify_full_seconds", "app"] == pytest.approx(86_400, abs=60)
    assert figures["spotify_blocked_seconds", "former"] == figures["spotify_full_seconds", "former"] == 0
