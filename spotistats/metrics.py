"""`/metrics`: the state of the site as Prometheus reads it, counted when it asks; nothing in it is a person's.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator

import redis
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from accounts.metrics import collect_connection_metrics
from enrichment.metrics import collect_enrichment_metrics
from notifications.metrics import collect_webhook_metrics
from providers.metrics import collect_quota_metrics
from syncer.metrics import collect_sync_metrics

log = logging.getLogger(__name__)

METRICS_PATH = "/metrics"
REDIS_SECONDS = 2


class SiteCollector(Collector):
    """All metrics of the site, those of each package after another."""

    def collect(self) -> Iterator[Metric]:
        yield from collect_quota_metrics()
        yield from collect_connection_metrics()
        yield from collect_enrichment_metrics()
        yield from collect_sync_metrics()
        yield from collect_webhook_metrics()
        if settings.REDIS_URL:
            yield from _queues()


def _queues() -> Iterator[Metric]:
    depth = GaugeMetricFamily("spotistats_queue_depth", "Messages that no worker has taken", labels=["queue"])
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=REDIS_SECONDS, socket_timeout=REDIS_SECONDS
        ) as client:
            for queue in settings.CELERY_TASK_QUEUES:
                # A queue of Celery is a list in Redis with its name.
                depth.add_metric([queue.name], client.llen(queue.name))
    except redis.RedisError as error:
        log.warning("the depth of the queues is not known: %s", error)
        return
    yield depth


def has_metrics_token(request: HttpRequest) -> bool:
    """Returns whether the request has `METRICS_TOKEN` as its bearer token; none has where that is not set."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    expected = settings.METRICS_TOKEN
    return (
        bool(expected)
        and scheme.lower() == "bearer"
        and secrets.compare_digest(given.strip().encode(), expected.encode())
    )


def metrics(request: HttpRequest) -> HttpResponse:
    """Returns all metrics, as text."""
    registry = CollectorRegistry()
    registry.register(SiteCollector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
