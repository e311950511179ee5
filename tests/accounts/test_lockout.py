"""Guessing at the admin's sign-in is stopped while Redis is away, and the operator is let in."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from accounts.security_log import LOGGER
from tests.support.cast import make_superuser
from tests.support.redis_away import redis_away

__all__ = ["redis_away"]

pytestmark = pytest.mark.django_db


def log_in(password: str, name: str = "root", address: str = "203.0.113.7") -> int:
    data = {"username": name, "password": password, "next": "/admin/"}
    return Client().post("/admin/login/", data, REMOTE_ADDR=address).status_code


def test_the_operator_is_let_in_and_the_log_says_what_is_not_shared(redis_away: None, caplog) -> None:
    make_superuser()
    assert log_in("root") == 302
    assert "lockout_not_shared" in [record.getMessage() for record in caplog.records if record.name == LOGGER]


def test_guessing_is_stopped_all_the_same(redis_away: None) -> None:
    make_superuser()
    assert [log_in("wrong", address=f"203.0.113.{number}") for number in range(5)] == [200] * 4 + [429]
    assert log_in("root", address="203.0.113.9") == 429
    assert [log_in("wrong", f"name{number}", "2001:db8::1") for number in range(5)] == [200] * 4 + [429]


def test_the_moment_at_which_it_opens_again_is_known_all_the_same(redis_away: None) -> None:
    with time_machine.travel("2026-11-28T12:00:00Z", tick=False):
        assert [log_in("wrong", "somebody", "203.0.113.77") for _ in range(5)][-1] == 429
    with time_machine.travel("2026-11-28T12:10:00Z", tick=False):
        data = {"username": "somebody", "password": "wrong"}
        answer = Client().post("/admin/login/", data, REMOTE_ADDR="203.0.113.78")
    assert answer["Retry-After"] == "300"


def test_a_success_begins_the_count_anew(redis_away: None) -> None:
    make_superuser()
    for _ in range(2):
        assert [log_in("wrong") for _ in range(4)] == [200] * 4
        assert log_in("root") == 302
