"""Real Celery workers as processes, on the PostgreSQL and Redis that the run was given."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import pytest
import redis
from django.conf import settings as django_settings
from django.db import connection

from sandbox.testing.fixtures import RunningSandbox, vendor_settings
from tests.fault_injection.servers.workers import Workers

BATCH_BYTES = 10_000


@pytest.fixture(scope="session")
def all_workers(django_db_setup, own_redis, sandbox_server: RunningSandbox) -> Iterator[Workers]:
    workers = Workers(environment_of(sandbox_server))
    yield workers
    workers.close()


@pytest.fixture
def workers(
    all_workers: Workers, sandbox: RunningSandbox, transactional_db, empty_queues
) -> Iterator[Workers]:
    """None is running before and after."""
    lift_quotas(sandbox)
    yield all_workers
    all_workers.kill()


@pytest.fixture
def empty_queues() -> None:
    with redis.Redis.from_url(django_settings.REDIS_URL) as client:
        client.flushdb()


def environment_of(stage: RunningSandbox, **more: str) -> dict[str, str]:
    """The environment of a process that works on this test's database, queue and sandbox."""
    vendors = {
        name: json.dumps(value) if isinstance(value, dict) else str(value)
        for name, value in vendor_settings(stage).items()
    }
    return {
        **os.environ,
        **vendors,
        "DATABASE_URL": database_url(),
        "REDIS_URL": django_settings.REDIS_URL,
        "ENCRYPTION_KEYS": ",".join(django_settings.ENCRYPTION_KEYS),
        "PROCESS": "worker",  # without the key that signs sessions
        "SHEET_BATCH_BYTES": str(BATCH_BYTES),
        "GOOGLE_REQUESTS_PER_MINUTE": "10000",
        "GOOGLE_PROJECT_REQUESTS_PER_MINUTE": "10000",
        "CELERY_SKIP_CHECKS": "1",
        "C_FORCE_ROOT": "1",  # Celery warns about it
        "LOG_LEVEL": "ERROR",
        "ENV_FILE": os.devnull,
        **more,
    }


def lift_quotas(stage: RunningSandbox) -> None:
    """A test does in a minute what takes days."""
    quotas = stage.world.google.quotas
    quotas.reads_per_user = quotas.writes_per_user = quotas.reads = quotas.writes = None


def database_url() -> str:
    database = connection.settings_dict
    place = f"{database.get('HOST') or '127.0.0.1'}:{database.get('PORT') or 5432}"
    return f"postgres://{database.get('USER', '')}:{database.get('PASSWORD', '')}@{place}/{database['NAME']}"
