from __future__ import annotations

import time_machine
from django.utils import timezone

from syncer.heartbeat import last_heartbeat, record_heartbeat
from tests.support.redis_away import redis_away

__all__ = ["redis_away"]


def test_the_last_heartbeat_is_remembered() -> None:
    assert last_heartbeat() is None
    with time_machine.travel("2026-11-28T09:00:00Z", tick=False):
        record_heartbeat()
        assert last_heartbeat() == timezone.now()


def test_none_is_known_while_redis_is_away(redis_away, caplog) -> None:
    record_heartbeat()
    assert last_heartbeat() is None
    assert [record.levelname for record in caplog.records if record.name == "syncer.heartbeat"] == [
        "WARNING"
    ] * 2
