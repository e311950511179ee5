"""The addresses that watch the site: is the process alive, and is what it needs there."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection
from django.utils import timezone

from spotistats import health
from syncer.heartbeat import record_heartbeat
from syncer.tasks import dispatch_due
from tests.support.redis_away import redis_away

__all__ = ["redis_away"]

HERE = {"host": "127.0.0.1:8000"}


def checks(client) -> dict[str, bool]:
    return client.get("/readyz", headers=HERE).json()["checks"]


def test_a_process_is_alive_without_a_look_at_anything(client) -> None:
    answer = client.get("/healthz", headers=HERE)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_site_is_ready_once_the_scheduler_has_worked(db, client) -> None:
    answer = client.get("/readyz", headers=HERE)
    there = {"database": True, "migrations": True, "redis": True}
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "checks": there | {"beat": False}}
    dispatch_due()
    answer = client.get("/readyz", headers=HERE)
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "checks": there | {"beat": True}}


def test_beat_is_gone_after_three_minutes(db, client) -> None:
    record_heartbeat()
    with time_machine.travel(timezone.now() + timedelta(minutes=2, seconds=50)):
        assert checks(client)["beat"]
    with time_machine.travel(timezone.now() + timedelta(minutes=3, seconds=5)):
        assert not checks(client)["beat"]


def test_a_database_that_does_not_answer_is_named(db, client, monkeypatch) -> None:
    def refuse() -> None:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        answer = client.get("/readyz", headers=HERE)
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": False, "redis": True, "beat": False}


def test_a_migration_that_is_missing_is_named(db, client, monkeypatch) -> None:
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, leaves: ["one"])
    assert checks(client) == {"database": True, "migrations": False, "redis": True, "beat": False}


def test_a_redis_that_does_not_answer_is_named(db, client, redis_away) -> None:
    assert checks(client) == {"database": True, "migrations": True, "redis": False, "beat": False}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost", "[::1]:8000"])
def test_a_public_site_answers_to_the_machines_own_names_alone(db, client, settings, path, host) -> None:
    settings.ALLOWED_HOSTS = ["tracks.example"]
    record_heartbeat()
    assert client.get(path, headers={"host": host}).status_code == 200
    assert client.get("/privacy/", headers={"host": host}).status_code == 400
    assert client.get(path, headers={"host": "other.example"}).status_code == 400
    assert client.get(path, headers={"host": "tracks.example"}).status_code == 404


def test_a_health_check_needs_no_https(client, settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz", headers=HERE).status_code == 200
