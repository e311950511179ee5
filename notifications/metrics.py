"""Figures about webhooks, for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count
from prometheus_client.core import GaugeMetricFamily, Metric

from notifications.models import Delivery, Webhook


def collect_webhook_metrics() -> Iterator[Metric]:
    """Yields how many webhooks and deliveries there are, by state. Two queries."""
    webhooks = GaugeMetricFamily(
        "spotistats_webhooks", "Webhooks, by why they were switched off", labels=["off_reason"]
    )
    for reason, count in Webhook.objects.order_by().values_list("off_reason").annotate(Count("pk")):
        webhooks.add_metric([reason], count)
    yield webhooks

    deliveries = GaugeMetricFamily(
        "spotistats_webhook_deliveries", "Kept deliveries of webhooks, by state", labels=["state"]
    )
    counts = dict(Delivery.objects.order_by().values_list("state").annotate(Count("pk")))
    for state in Delivery.State:
        deliveries.add_metric([state.value], counts.get(state.value, 0))
    yield deliveries
