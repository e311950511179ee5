"""Days of a person's calendar as moments."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine

from library.rules.conditions import SavedBetween, SavedLately
from library.rules.days import bounds, today
from tests.support.songs import person

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 11, 22)


@time_machine.travel(datetime(2026, 11, 21, 23, 30, tzinfo=UTC), tick=False)
def test_today_is_that_of_the_persons_time_zone(db):
    assert today(person(time_zone="Europe/Berlin")) == DAY
    assert today(person("ben", time_zone="America/New_York")) == DAY - timedelta(days=1)


def test_last_days_include_today():
    first, end = bounds(SavedLately(2), BERLIN, DAY)
    assert first == datetime(2026, 11, 21, tzinfo=BERLIN)
    assert end == datetime(2026, 11, 23, tzinfo=BERLIN)


def test_both_days_of_a_period_are_included_and_an_open_end_has_no_bound():
    assert bounds(SavedBetween(first=DAY), BERLIN, DAY) == (datetime(2026, 11, 22, tzinfo=BERLIN), None)
    assert bounds(SavedBetween(last=DAY), BERLIN, DAY) == (None, datetime(2026, 11, 23, tzinfo=BERLIN))


def test_day_on_which_clocks_change_has_25_hours():
    changed = date(2026, 10, 25)
    first, end = bounds(SavedBetween(changed, changed), BERLIN, DAY)
    assert end.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=25)


def test_last_day_of_the_calendar_has_no_end():
    assert bounds(SavedBetween(last=date.max), BERLIN, DAY) == (None, None)
