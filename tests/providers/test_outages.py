"""The one rule that separates a vendor's outage from people who revoked their permissions."""

from datetime import UTC, datetime, timedelta

import pytest

from providers.outages import MAX_DURATION, is_outage, is_over

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failed", "active", "expected"),
    [(2, 2, False), (3, 3, True), (3, 15, True), (3, 16, False), (4, 20, True), (0, 0, False)],
)
def test_three_people_and_a_fifth_of_the_active_ones_are_an_outage(failed, active, expected) -> None:
    assert is_outage(failed, active) is expected


def test_no_outage_lasts_longer_than_a_day() -> None:
    assert not is_over(NOON, NOON + MAX_DURATION - timedelta(seconds=1))
    assert is_over(NOON, NOON + MAX_DURATION)
