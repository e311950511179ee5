"""While Redis is away no page and no click fails, and the operator gets into the admin."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from axes.handlers.proxy import AxesProxyHandler
from django.test import Client, override_settings
from pytest_django.asserts import assertContains

from accounts.lockout import LockoutHandler
from accounts.security_log import LOGGER
from providers.rate_limits import limiter
from sheets.models import LinkedSheet
from syncer.models import SyncRun
from tests.end_to_end.test_hostile_parameters import SampleSite, Visitor, parameters, sample, visitor
from tests.support.cast import make_alice, make_bob, make_superuser

__all__ = ["sample", "visitor"]

pytestmark = pytest.mark.django_db
LINKING = {"/sheet/create/", "/sheet/share/", "/sheet/tab/"}
AWAY = "redis://127.0.0.1:1/0"


@pytest.fixture
def redis_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As the settings are with Redis, at an address where nothing listens."""
    caches = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": AWAY,
            "OPTIONS": {"serializer": "spotistats.json_cache.JSONSerializer"},
        }
    }
    with override_settings(REDIS_URL=AWAY, CACHES=caches):
        limiter.cache_clear()
        handler = LockoutHandler()
        handler.alone.cache.clear()
        monkeypatch.setattr(AxesProxyHandler, "implementation", handler)
        yield
    limiter.cache_clear()


def log_in(password: str, name: str = "root", address: str = "203.0.113.7") -> int:
    data = {"username": name, "password": password, "next": "/admin/"}
    return Client().post("/admin/login/", data, REMOTE_ADDR=address).status_code


def test_every_page_and_every_click_is_answered(
    visitor: Visitor, sample: SampleSite, redis_away: None
) -> None:
    for (method, path), fields in parameters(visitor, sample).items():
        visitor.send(method, path, urlencode(fields), "without Redis")
    # What would count a request to Google or lock out a double click: these say that they cannot just now.
    refused = {failure.split()[1] for failure in visitor.failures if failure.endswith(": 503")}
    assert refused == (LINKING if visitor.role != "anonymous" else set())
    visitor.failures = [failure for failure in visitor.failures if not failure.endswith(": 503")]


def test_what_cannot_be_done_is_answered_with_a_page(redis_away: None) -> None:
    browser = Client()
    browser.force_login(make_bob(), backend="accounts.backends.Spotify")
    answer = browser.post("/sheet/create/")
    assertContains(answer, "cannot be done just now", status_code=503)
    assert answer["Retry-After"] == "60"


def test_nobody_is_kept_from_unlinking_while_a_sync_writes(redis_away: None) -> None:
    alice = make_alice()
    SyncRun.objects.create(user=alice, trigger="person", state="running", phase="writing")
    browser = Client()
    browser.force_login(alice, backend="accounts.backends.Spotify")
    assert browser.post("/sheet/unlink/").status_code == 302
    assert not LinkedSheet.objects.exists()


def test_the_operator_is_let_in_and_the_log_says_what_is_not_shared(redis_away: None, caplog) -> None:
    make_superuser()
    assert log_in("root") == 302
    assert "lockout_not_shared" in [record.getMessage() for record in caplog.records if record.name == LOGGER]


def test_guessing_is_stopped_all_the_same(redis_away: None) -> None:
    make_superuser()
    assert [log_in("wrong", address=f"203.0.113.{number}") for number in range(5)] == [200] * 4 + [429]
    assert log_in("root", address="203.0.113.9") == 429
    assert [log_in("wrong", f"name{number}", "2001:db8::1") for number in range(5)] == [200] * 4 + [429]


def test_a_success_begins_the_count_anew(redis_away: None) -> None:
    make_superuser()
    for _ in range(2):
        assert [log_in("wrong") for _ in range(4)] == [200] * 4
        assert log_in("root") == 302
