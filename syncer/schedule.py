"""When a person's next sync is due. The database is the scheduler; this is the arithmetic and the verbs."""

from __future__ import annotations

import hashlib
import logging
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from accounts.time_zones import zone_of
from problems.kinds import Problem
from syncer.models import Schedule

logger = logging.getLogger(__name__)

HOUR = 9
"""Of who has none that can be."""


def spread_of(user_id: int) -> timedelta:
    """A person's own offset within the spread, always the same: not everybody is due in the same second."""
    window = max(int(settings.SCHEDULE_SPREAD.total_seconds()), 1)
    digest = hashlib.sha256(f"schedule:{user_id}".encode()).digest()
    return timedelta(seconds=int.from_bytes(digest[:8], "big") % window)


def next_slot(after: datetime, *, hour: int, zone: str, spread: timedelta) -> datetime:
    """The first daily slot strictly after `after` (aware). Slots are one a local day.

    A local hour that daylight saving skips shifts forward, one that it doubles counts once (the first).
    """
    tz = ZoneInfo(zone)
    day = after.astimezone(tz).date() - timedelta(days=1)
    while True:
        wall = datetime.combine(day, time(hour), tzinfo=tz) + spread
        slot = wall.astimezone(UTC)
        if slot > after:
            return slot
        day += timedelta(days=1)


def next_for(schedule: Schedule, after: datetime) -> datetime:
    user = schedule.user
    hour = schedule.hour
    if not 0 <= hour <= 23:
        logger.warning("person %s has the hour %s, which cannot be: taken as %s", user.pk, hour, HOUR)
        hour = HOUR
    return next_slot(after, hour=hour, zone=zone_of(user).key, spread=spread_of(user.pk))


def get_schedule(user: User) -> Schedule:
    schedule, _ = Schedule.objects.select_related("user").get_or_create(user=user)
    return schedule


def start(user: User) -> Schedule:
    """Begins the daily sync (a sheet was linked), or leaves it as it is when it runs already."""
    schedule = get_schedule(user)
    if schedule.pause != Schedule.Pause.ADMIN:
        clear_problem(schedule)
    if schedule.next_run_at is None:
        schedule.next_run_at = next_for(schedule, timezone.now())
    schedule.save()
    return schedule


def stop(user: User) -> None:
    """Ends the daily sync (the sheet was unlinked)."""
    Schedule.objects.filter(user=user).update(next_run_at=None)


def set_time(user: User, *, hour: int, time_zone: str) -> Schedule:
    """Chooses the hour (0 to 23) and the IANA time zone of the daily sync."""
    user.time_zone = time_zone
    user.save(update_fields=["time_zone"])
    schedule = get_schedule(user)
    schedule.user = user
    schedule.hour = hour
    if schedule.next_run_at is not None:
        schedule.next_run_at = next_for(schedule, timezone.now())
    schedule.save()
    return schedule


def pause(user: User, by: Schedule.Pause = Schedule.Pause.PERSON) -> None:
    """Rests until somebody resumes; what an admin has paused stays the admin's."""
    get_schedule(user)
    mine = Schedule.objects.filter(user=user)
    if by != Schedule.Pause.ADMIN:
        mine = mine.exclude(pause=Schedule.Pause.ADMIN)
    mine.update(pause=by)


def resume(user: User, by: Schedule.Pause = Schedule.Pause.PERSON) -> Schedule:
    """Goes on, unless an admin paused it and somebody else asks; a slot that passed meanwhile is not made up for."""
    schedule = get_schedule(user)
    if schedule.pause == Schedule.Pause.ADMIN != by:
        return schedule
    clear_problem(schedule)
    if schedule.next_run_at is not None:
        schedule.next_run_at = next_for(schedule, timezone.now())
    schedule.save()
    return schedule


def pause_for(user: User, problem: Problem) -> None:
    """Pauses until the person has fixed `problem`; the banner shows its sentence and the one button."""
    schedule = get_schedule(user)
    if schedule.pause != Schedule.Pause.ADMIN:
        schedule.pause = Schedule.Pause.PROBLEM
    schedule.problem_code = problem.code
    schedule.problem_values = problem.values
    schedule.problem_fix = problem.fix
    schedule.save()


def clear_problem(schedule: Schedule) -> None:
    schedule.pause = Schedule.Pause.NONE
    schedule.problem_code = schedule.problem_fix = ""
    schedule.problem_values = {}


def describe_next(user: User) -> datetime | None:
    """The next run's time in the person's time zone, None when nothing is planned."""
    schedule = Schedule.objects.filter(user=user, pause=Schedule.Pause.NONE).first()
    if schedule is None or schedule.next_run_at is None:
        return None
    return schedule.next_run_at.astimezone(zone_of(user))
