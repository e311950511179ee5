"""The windows that every vendor's rate limits are made of."""

import sys
from datetime import UTC, datetime, timedelta

import time_machine
from limits import RateLimitItemPerMinute, RateLimitItemPerSecond
from redis.exceptions import RedisError

from providers.rate_limits import Window, redis_errors, take


def window(amount: int, *, ceiling: int | None = None, rest: timedelta = timedelta(0)) -> Window:
    return Window(RateLimitItemPerMinute(amount), ("test",), amount if ceiling is None else ceiling, rest)


def test_a_window_is_full_after_its_amount() -> None:
    minute = window(2)
    assert [minute.take() for _ in range(3)] == [True, True, False]
    assert minute.is_full


def test_a_caller_with_a_lower_ceiling_leaves_the_rest_to_others() -> None:
    assert [window(10, ceiling=9).take() for _ in range(10)] == [True] * 9 + [False]
    assert window(10).take()
    assert not window(10).take()


def test_a_ceiling_of_nothing_allows_nothing() -> None:
    assert not window(10, ceiling=0).take()


def test_names_are_counted_apart() -> None:
    assert Window(RateLimitItemPerMinute(1), ("test", "a"), 1).take()
    assert Window(RateLimitItemPerMinute(1), ("test", "b"), 1).take()


def test_a_full_window_names_the_moment_when_its_oldest_request_leaves() -> None:
    with time_machine.travel(datetime(2026, 11, 27, 12, tzinfo=UTC), tick=False) as clock:
        assert take(window(1)) is None
        clock.shift(timedelta(seconds=20))
        when = take(window(1))
        assert when is not None
        assert timedelta(seconds=40) <= when - datetime.now(UTC) <= timedelta(seconds=42)
        clock.move_to(when)
        assert take(window(1)) is None


def test_a_window_rests_at_least_as_long_as_it_is_meant_to() -> None:
    with time_machine.travel(datetime(2026, 11, 27, 12, tzinfo=UTC), tick=False):
        resting = window(1, rest=timedelta(minutes=15))
        assert take(resting) is None
        assert take(resting) == datetime(2026, 11, 27, 12, 15, tzinfo=UTC)


def test_a_request_that_one_window_refuses_counts_in_no_other() -> None:
    burst = Window(RateLimitItemPerSecond(5, 30), ("burst",), 5)
    full = window(1)
    assert take(burst, full) is None
    assert take(burst, full) is not None
    assert [burst.take() for _ in range(5)] == [True] * 4 + [False]


def test_only_where_redis_was_imported_may_it_be_away(monkeypatch) -> None:
    assert redis_errors() == (RedisError,)
    monkeypatch.delitem(sys.modules, "redis.exceptions")
    assert redis_errors() == ()
