"""When a daily sync is due, and who may pause and resume it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.problems import AccessEnded
from providers.google.problems import SheetFull
from syncer import schedule
from syncer.models import Schedule
from syncer.schedule import next_slot, spread_of

Pause = Schedule.Pause


NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


ZONES = available_timezones() - {"localtime", "Factory"}
zones = st.sampled_from(sorted(ZONES))


moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)).map(lambda m: m.replace(tzinfo=UTC))


def slot(after: datetime, *, hour: int = 9, zone: str = "UTC", seconds: int = 0) -> datetime:
    return next_slot(after, hour=hour, zone=zone, spread=timedelta(seconds=seconds))


def test_the_default_is_nine_in_utc_on_the_next_day() -> None:
    assert slot(NOON) == datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_it_is_still_today_when_the_hour_is_ahead() -> None:
    assert slot(NOON, hour=15) == datetime(2026, 11, 22, 15, tzinfo=UTC)


def test_the_next_slot_lies_strictly_after_the_last() -> None:
    first = slot(NOON, seconds=77)
    assert slot(first, seconds=77) == first + timedelta(days=1)


def test_an_hour_that_daylight_saving_skips_shifts_forward() -> None:
    before = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert slot(before, hour=2, zone="Europe/Berlin").astimezone(ZoneInfo("Europe/Berlin")).hour == 3


def test_an_hour_that_comes_twice_counts_once() -> None:
    first = slot(datetime(2026, 10, 24, 12, tzinfo=UTC), hour=2, zone="Europe/Berlin")
    assert first == datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert slot(first, hour=2, zone="Europe/Berlin") == datetime(2026, 10, 26, 1, tzinfo=UTC)


def test_an_hour_that_is_skipped_at_the_end_of_a_day_remains_on_that_day() -> None:
    nuuk = ZoneInfo("America/Nuuk")
    at = datetime(2026, 3, 26, 12, tzinfo=UTC)
    days = []
    for _ in range(5):
        at = slot(at, hour=23, zone="America/Nuuk", seconds=800)
        days.append(at.astimezone(nuuk).date())
    assert days == [date(2026, 3, day) for day in (26, 27, 28, 29, 30)]


def offsets_by_day(zone: ZoneInfo) -> tuple[timedelta | None, ...]:
    """The zone's offset at each midnight of five years."""
    return tuple(zone.utcoffset(midnight) for midnight in MIDNIGHTS)


FIVE_YEARS = range((datetime(2031, 11, 1) - datetime(2026, 11, 1)).days)
MIDNIGHTS = [datetime(2026, 11, 1) + timedelta(days=day) for day in FIVE_YEARS]


@pytest.mark.slow
def test_each_local_day_of_five_years_has_one_slot_in_every_zone() -> None:
    """Only the days around a change of the clocks can differ; zones with the same offsets are walked once."""
    zones_by_offsets = {offsets_by_day(ZoneInfo(name)): name for name in sorted(ZONES)}
    walked = 0
    for offsets, name in zones_by_offsets.items():
        zone = ZoneInfo(name)
        changes = [day for day in FIVE_YEARS[:-1] if offsets[day] != offsets[day + 1]]
        for day, hour, seconds in product(changes, range(24), (0, 899)):
            at = (MIDNIGHTS[day] - timedelta(days=2)).replace(tzinfo=zone).astimezone(UTC) - timedelta(
                seconds=1
            )
            found = []
            for _ in range(5):
                at = slot(at, hour=hour, zone=name, seconds=seconds)
                found.append(at.astimezone(zone).date())
            first = MIDNIGHTS[day].date() - timedelta(days=2)
            assert found == [first + timedelta(days=number) for number in range(5)], (name, hour, seconds)
            walked += 1
    assert walked > 10_000


@given(after=moments, hour=st.integers(0, 23), zone=zones, seconds=st.integers(0, 899))
def test_slots_are_about_a_day_apart(after: datetime, hour: int, zone: str, seconds: int) -> None:
    first = slot(after, hour=hour, zone=zone, seconds=seconds)
    second = slot(first, hour=hour, zone=zone, seconds=seconds)
    assert after < first <= after + timedelta(hours=50)
    assert timedelta(hours=20) < second - first < timedelta(hours=50)


@pytest.mark.parametrize("user_id", [1, 2, 50_000])
def test_the_spread_is_the_same_each_day_and_within_the_setting(user_id: int, settings) -> None:
    assert spread_of(user_id) == spread_of(user_id)
    assert timedelta(0) <= spread_of(user_id) < settings.SCHEDULE_SPREAD
    assert len({spread_of(number) for number in range(50)}) > 40


def paused(user) -> str:
    return Schedule.objects.get(user=user).pause


@pytest.mark.django_db
def test_a_person_pauses_and_resumes(alice) -> None:
    schedule.activate(alice)
    schedule.pause(alice)
    assert paused(alice) == Pause.PERSON
    assert schedule.resume(alice).next_run_at > timezone.now()
    assert paused(alice) == Pause.NONE


@pytest.mark.django_db
def test_what_an_admin_paused_only_an_admin_resumes(alice) -> None:
    schedule.pause(alice, Pause.ADMIN)
    schedule.pause(alice)
    schedule.resume(alice)
    schedule.activate(alice)
    schedule.pause_for(alice, SheetFull())
    assert paused(alice) == Pause.ADMIN
    schedule.resume(alice, Pause.ADMIN)
    assert paused(alice) == Pause.NONE


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("problem", "fix"),
    [
        (AccessEnded(vendor="spotify"), "spotify"),
        (AccessEnded(vendor="google"), "google"),
        (SheetFull(), "sheet"),
    ],
)
def test_a_problem_names_the_one_thing_that_fixes_it(alice, problem, fix) -> None:
    schedule.pause_for(alice, problem)
    row = Schedule.objects.get(user=alice)
    assert (row.pause, row.problem_fix, row.problem_values) == (Pause.PROBLEM, fix, problem.values)
