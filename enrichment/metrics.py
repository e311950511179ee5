"""Figures about genres and audio features, for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric

from enrichment.models import SourceState
from library.models import Artist, ArtistKnowledge, Features, Track


def collect_enrichment_metrics() -> Iterator[Metric]:
    """Yields how much of the catalogue has genres and features, and how the sources are. Five queries."""
    coverage = GaugeMetricFamily(
        "spotistats_coverage",
        "Tracks whose features, and artists whose genres, are known; and how many there are",
        labels=["of", "state"],
    )
    coverage.add_metric(["tracks", "all"], Track.objects.count())
    coverage.add_metric(["tracks", "known"], Features.objects.filter(known=True).count())
    coverage.add_metric(["artists", "all"], Artist.objects.count())
    coverage.add_metric(["artists", "known"], ArtistKnowledge.objects.filter(known=True).count())
    yield coverage

    requests = GaugeMetricFamily(
        "spotistats_source_requests", "Requests to a source so far", labels=["source"]
    )
    blocked = GaugeMetricFamily(
        "spotistats_source_blocked_seconds", "How long a source is still left alone", labels=["source"]
    )
    now = timezone.now()
    for source in SourceState.objects.order_by("name"):
        requests.add_metric([source.name], source.requests)
        until = source.blocked_until
        blocked.add_metric([source.name], max(0.0, (until - now).total_seconds()) if until else 0)
    yield from (requests, blocked)
