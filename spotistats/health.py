"""Whether this process runs, and whether what it needs is there: for a container's health check and for an operator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import redis
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import split_domain_port, validate_host
from django.utils import timezone

from spotistats.metrics import METRICS_PATH, has_metrics_token, metrics
from syncer.heartbeat import last_heartbeat

LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
# Beat sends its message every minute; a worker that is at work on a long read may take it a little later.
BEAT_WITHIN = timedelta(minutes=3)
REDIS_SECONDS = 2


def live(request: HttpRequest) -> JsonResponse:
    """Returns 200 while this process answers. A restart mends nothing else, so that nothing else is asked."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """Returns what is there and what is not, by name: 200 when all of it is, else 503. Three queries at most."""
    checks = {"database": _has_database()}
    # Without a database the others would say the same once more.
    if checks["database"]:
        checks["migrations"] = _is_migrated()
    checks["redis"] = _has_redis()
    checks["beat"] = _has_beat()
    is_ready = all(checks.values())
    answer = {"status": "ok" if is_ready else "unavailable", "checks": checks}
    return JsonResponse(answer, status=200 if is_ready else 503)


def _has_database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _has_redis() -> bool:
    """Returns True for a site in one process, which needs none."""
    if not settings.REDIS_URL:
        return True
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=REDIS_SECONDS, socket_timeout=REDIS_SECONDS
        ) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _has_beat() -> bool:
    beat = last_heartbeat()
    return beat is not None and timezone.now() - beat <= BEAT_WITHIN


PATHS: dict[str, Callable[[HttpRequest], JsonResponse]] = {"/healthz": live, "/readyz": ready}


class HealthMiddleware:
    """Answers what watches the site, without sessions and redirects.

    `/healthz` and `/readyz`: to who asks this machine by its own name, which is no host of a public site.
    `/metrics`: to who has its token, by whatever name. Anybody else gets the 404 of an address that does not exist.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == METRICS_PATH and has_metrics_token(request):
            return metrics(request)
        if request.path_info in PATHS:
            domain, _ = split_domain_port(request.headers.get("Host", ""))
            if validate_host(domain, LOOPBACK_HOSTS):
                return PATHS[request.path_info](request)
        return self.get_response(request)
