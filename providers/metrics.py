"""Figures about what the vendors allow, for Prometheus."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric

from providers.models import SpotifyApp
from providers.rate_limits import redis_errors
from providers.spotify.request_budget import day_window

log = logging.getLogger(__name__)


def collect_quota_metrics() -> Iterator[Metric]:
    """Yields the budget and the bans of each Spotify app. One query, and Redis is asked for each app."""
    left = GaugeMetricFamily(
        "spotistats_spotify_requests_left",
        "Requests that an app may make now, of those of its rolling day",
        labels=["app"],
    )
    blocked = GaugeMetricFamily(
        "spotistats_spotify_blocked_seconds", "How long Spotify's ban of an app still lasts", labels=["app"]
    )
    full = GaugeMetricFamily(
        "spotistats_spotify_full_seconds",
        "How long an app has had no room for everybody's daily sync",
        labels=["app"],
    )
    now = timezone.now()
    apps = {app.client_id: app for app in SpotifyApp.objects.all()}
    for client_id in sorted({*apps, settings.SPOTIFY_CLIENT_ID} - {""}):
        app = apps.get(client_id)
        try:
            left.add_metric([client_id], day_window(client_id, 1.0).room)
        except redis_errors() as error:
            log.warning("the budget of an app is not known: %s", error)
        until, since = (app.blocked_until, app.full_since) if app else (None, None)
        blocked.add_metric([client_id], max(0.0, (until - now).total_seconds()) if until else 0)
        full.add_metric([client_id], (now - since).total_seconds() if since else 0)
    yield from (left, blocked, full)
