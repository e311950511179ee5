"""Real Celery workers as processes, on the PostgreSQL and Redis that the run was given."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from tests.conftest import Stage, vendor_settings

ROOT = Path(__file__).resolve().parents[2]
LEASE_SECONDS = 3


class Workers:
    """Starts and kills worker processes; each test ends with none left."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "-A", "spotistats", "worker", "-c", "1", "-l", "WARNING"]
        process = subprocess.Popen(command, cwd=ROOT, env=self._environment, start_new_session=True)
        self._running.append(process)
        return process

    def kill(self) -> None:
        """SIGKILL to every worker and its children, as the kernel's out-of-memory killer would."""
        for process in self._running:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
            process.wait()
        self._running.clear()


@pytest.fixture
def services() -> None:
    """These tests are for the run with PostgreSQL and Redis; anywhere else they are a mistake."""
    if connection.vendor != "postgresql" or not django_settings.REDIS_URL:
        pytest.fail("Run these with: make test DATABASE_URL=postgres://… REDIS_URL=redis://…")


@pytest.fixture
def workers(services: None, sandbox: Stage, settings, transactional_db) -> Iterator[Workers]:
    settings.LEASE = settings.LEASE.__class__(seconds=LEASE_SECONDS)
    running = Workers({**os.environ, **environment_of(sandbox)})
    yield running
    running.kill()


def environment_of(stage: Stage) -> dict[str, str]:
    """The environment of a worker that works on this test's database, queue and sandbox."""
    database = django_settings.DATABASES["default"]
    place = f"{database.get('HOST') or '127.0.0.1'}:{database.get('PORT') or 5432}"
    login = f"{database.get('USER', '')}:{database.get('PASSWORD', '')}"
    vendors = {
        name: json.dumps(value) if isinstance(value, dict) else str(value)
        for name, value in vendor_settings(stage).items()
    }
    return {
        **vendors,
        "DATABASE_URL": f"postgres://{login}@{place}/{connection.settings_dict['NAME']}",
        "REDIS_URL": django_settings.REDIS_URL,
        "ENCRYPTION_KEYS": ",".join(django_settings.ENCRYPTION_KEYS),
        "DJANGO_SECRET_KEY": django_settings.SECRET_KEY,
        "LEASE_SECONDS": str(LEASE_SECONDS),
        "UNCLEAR_WRITE_SECONDS": "1",
        "ENV_FILE": os.devnull,
    }
