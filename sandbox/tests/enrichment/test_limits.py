"""Rolling rate limits."""

from datetime import UTC, datetime, timedelta

from sandbox.enrichment.limits import Limit

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_limit_counts_a_rolling_window():
    limit = Limit(2, 10)
    moments = [0, 4, 6, 10, 11, 14]
    assert [limit.refuses(at(seconds)) for seconds in moments] == [None, None, 4, None, 3, None]


def test_a_strict_limit_counts_the_refused_too():
    limit = Limit(1, 1, strict=True)
    assert [limit.refuses(at(seconds)) for seconds in (0, 0.5, 1.2, 2.3)] == [None, 1, 1, None]


def test_a_limit_can_be_none_zero_or_a_block_and_survives_a_clock_set_back():
    assert {Limit(None, 1).refuses(NOON) for _ in range(500)} == {None}
    assert Limit(0, 7).refuses(NOON) == 7
    assert Limit(None, 1, blocked_until=at(30)).refuses(NOON) == 30
    limit = Limit(1, 10)
    limit.refuses(at(500))
    assert limit.refuses(NOON) is None


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)
