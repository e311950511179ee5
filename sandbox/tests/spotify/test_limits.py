"""Spotify's rate limit and quota."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.spotify.limits import Limits

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_there_is_no_limit_until_one_is_set():
    limits = Limits()
    assert [limits.refuses(NOON) for _ in range(5000)] == [None] * 5000


def test_the_rate_limit_counts_answered_requests_of_thirty_seconds():
    limits = Limits(per_30_seconds=2)
    assert limits.refuses(at(0)) is None
    assert limits.refuses(at(10)) is None
    refusal = limits.refuses(at(20))
    assert (refusal.reason, refusal.retry_after) == ("rate_limit", 10)
    assert limits.refuses(at(30)) is None


def test_the_quota_counts_a_rolling_day():
    limits = Limits(per_day=1)
    assert limits.refuses(at(0)) is None
    refusal = limits.refuses(at(3600))
    assert (refusal.reason, refusal.retry_after) == ("quota", 23 * 3600)
    assert limits.refuses(at(24 * 3600)) is None


def test_a_limit_of_zero_refuses_everything():
    assert Limits(per_30_seconds=0).refuses(NOON).retry_after == 30


def test_an_exhausted_quota_is_reported_until_it_resets(world, get):
    get("/me")
    world.spotify.exhaust_quota(48925)
    answer = get("/me/tracks")
    assert answer.status_code == 429
    assert answer.json() == {
        "error": {"status": 429, "message": "Too many requests", "reason": "QUOTA_EXCEEDED"}
    }
    assert 48920 <= int(answer.headers["Retry-After"]) <= 48925
    world.advance(48926)
    assert get("/me", person="ben").status_code == 200


def test_a_rate_limit_is_plain_text(world, get):
    get("/me")
    world.spotify.rate_limit(30)
    answer = get("/me")
    assert (answer.status_code, answer.text) == (429, "Too many requests")
    assert 25 <= int(answer.headers["Retry-After"]) <= 30


def test_limits_apply_to_the_app_and_not_to_each_person(world, get):
    world.spotify.limits.per_30_seconds = 3
    assert [get("/me", person=name).status_code for name in ("ada", "ben", "cleo", "ada")] == [
        200,
        200,
        200,
        429,
    ]


@pytest.mark.parametrize("limit", ["quota", "rate_limit"])
def test_the_token_endpoint_has_no_limit(world, sign_in, limit):
    {"quota": world.spotify.exhaust_quota, "rate_limit": world.spotify.rate_limit}[limit](60)
    assert sign_in()["access_token"]
