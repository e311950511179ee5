"""A spreadsheet may have a time zone without a name: dates stand in it by its clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.sheet_harness import synced_sheet

pytestmark = pytest.mark.django_db(transaction=True)

SAVED = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "hours"), [("GMT-07:00", -7.0), ("GMT+02:00", 2.0), ("GMT+05:45", 5.75), ("Etc/GMT+7", -7.0)]
)
def test_a_save_is_dated_by_the_clock_of_the_spreadsheet(sandbox, made_once, zone, hours) -> None:
    (track,) = sandbox.world.spotify.save("ada", 1, SAVED)
    harness = made_once(synced_sheet, scope="all")
    harness.book.set_time_zone(zone)
    sandbox.world.spotify.save("ada", 1)
    harness.sync()
    row = harness.rows[harness.row_of(f"https://open.spotify.com/track/{track}")]
    wall = SAVED.replace(tzinfo=None) + timedelta(hours=hours)
    serial = row[harness.headers.index("Added")]
    assert serial == pytest.approx((wall - datetime(1899, 12, 30)).total_seconds() / 86_400, abs=1e-6)
