"""Figures about people and their connections, for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count
from prometheus_client.core import GaugeMetricFamily, Metric

from accounts.models import Credential


def collect_connection_metrics() -> Iterator[Metric]:
    """Yields how many people are connected, by vendor and state of the permission. One query."""
    people = GaugeMetricFamily(
        "spotistats_connections",
        "People by vendor and state of their permission",
        labels=["vendor", "state"],
    )
    counts = {
        (vendor, state): count
        for vendor, state, count in Credential.objects.order_by()
        .values_list("provider", "state")
        .annotate(Count("user", distinct=True))
    }
    for vendor in Credential.Provider:
        for state in Credential.State:
            people.add_metric([vendor.value, state.value], counts.get((vendor.value, state.value), 0))
    yield people
