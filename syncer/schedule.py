"""When a person's next sync is due: one slot a local day, paused and resumed.

`Schedule.next_run_at` is the scheduler: `syncer.dispatch` looks once a minute for times that have passed. The hour is
chosen in whole hours; half-hour slots would need a finer `Schedule.hour` and a change of `next_slot`.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.time_zones import zone_of
from problems.kinds import Problem
from syncer.confirmation import healing_codes
from syncer.models import Schedule
from syncer.problems import SyncPaused
from syncer.runs import end_active

logger = logging.getLogger(__name__)

DEFAULT_HOUR = 9
"""Used in place of a stored hour outside 0 to 23."""


def spread_of(user_id: int) -> timedelta:
    """Returns the person's offset after the full hour, the same every day."""
    # Without it all who chose nine o'clock are due in one second, and the app meets Spotify's rate limit.
    window = max(int(settings.SCHEDULE_SPREAD.total_seconds()), 1)
    digest = hashlib.sha256(f"schedule:{user_id}".encode()).digest()
    return timedelta(seconds=int.from_bytes(digest[:8], "big") % window)


def next_slot(after: datetime, *, hour: int, zone: str, spread: timedelta) -> datetime:
    """Returns the first slot strictly after `after` (aware).

    There is one slot a local day. An hour that daylight saving skips shifts forward, at the end of a day backward; one
    that it doubles counts once (the first):

        America/Nuuk, Saturday 28 March 2026    22:59 is followed by Sunday 00:00
        slot at 23:00                           22:00, and not Sunday 00:00, which would leave Saturday without one
    """
    tz = ZoneInfo(zone)
    # From the day before: with a late hour and a spread, yesterday's slot may lie after midnight.
    day = after.astimezone(tz).date() - timedelta(days=1)
    while True:
        slot = _slot_of(day, hour, tz, spread)
        if slot > after:
            return slot
        day += timedelta(days=1)


def _slot_of(day: date, hour: int, tz: ZoneInfo, spread: timedelta) -> datetime:
    """Returns the slot of a local day, in UTC."""
    wall = datetime.combine(day, time(hour), tzinfo=tz) + spread
    slot = wall.astimezone(UTC)
    if slot.astimezone(tz).date() == wall.date():
        return slot
    # `fold` reads a time that was skipped by the offset after the gap, and so as one before the gap.
    return wall.replace(fold=1).astimezone(UTC)


def next_for(schedule: Schedule, after: datetime) -> datetime:
    """Returns the first slot of a schedule after `after`."""
    user = schedule.user
    hour = schedule.hour
    if not 0 <= hour <= 23:
        # Raising here would stop the dispatch of all people over one row.
        logger.warning("user %s has the hour %s: taken as %s", user.pk, hour, DEFAULT_HOUR)
        hour = DEFAULT_HOUR
    return next_slot(after, hour=hour, zone=zone_of(user).key, spread=spread_of(user.pk))


def is_running() -> Q:
    """Returns the condition for schedules that make runs: also, once a day, those whose problem may have healed."""
    healing = Q(pause=Schedule.Pause.PROBLEM, problem_code__in=healing_codes())
    return Q(pause=Schedule.Pause.NONE) | healing


def get_schedule(user: User) -> Schedule:
    """Returns the person's schedule, made without a time if there is none."""
    schedule, _ = Schedule.objects.select_related("user").get_or_create(user=user)
    return schedule


def activate(user: User) -> Schedule:
    """Begins the daily sync, since a sheet was linked; one that is active keeps its time."""
    schedule = get_schedule(user)
    if schedule.pause != Schedule.Pause.ADMIN:
        clear_problem(schedule)
    if schedule.next_run_at is None:
        schedule.next_run_at = next_for(schedule, timezone.now())
    schedule.save()
    return schedule


def deactivate(user: User) -> None:
    """Ends the daily sync, since the sheet was unlinked, and a pause over a problem of that sheet."""
    rows = Schedule.objects.filter(user=user)
    rows.update(next_run_at=None)
    rows = rows.filter(problem_fix="sheet")
    rows.filter(pause=Schedule.Pause.PROBLEM).update(pause=Schedule.Pause.NONE)
    # Under an admin's pause as well, which itself stays.
    rows.update(problem_code="", problem_values={}, problem_fix="")


def set_time(user: User, *, hour: int, time_zone: str) -> Schedule:
    """Stores the hour (0 to 23) and the IANA time zone of the daily sync."""
    user.time_zone = time_zone
    user.save(update_fields=["time_zone"])
    schedule = get_schedule(user)
    schedule.user = user
    schedule.hour = hour
    if schedule.next_run_at is not None:
        schedule.next_run_at = next_for(schedule, timezone.now())
    schedule.save()
    return schedule


def pause(user: User, by: Schedule.Pause = Schedule.Pause.PERSON) -> bool:
    """Pauses the schedule and ends the active run; whether Google may still be applying a write of it.

    A pause by an admin is never replaced by the person's: only an admin may end it.
    """
    get_schedule(user)
    rows = Schedule.objects.filter(user=user)
    if by != Schedule.Pause.ADMIN:
        # In the UPDATE and not before it, so that an admin who pauses in this moment wins.
        rows = rows.exclude(pause=Schedule.Pause.ADMIN)
    rows.update(pause=by)
    # Afterwards: from here on no run is made for the schedule.
    return end_active(user, SyncPaused())


def resume(user: User, by: Schedule.Pause = Schedule.Pause.PERSON) -> Schedule:
    """Ends a pause, unless it is an admin's and `by` is not; slots missed meanwhile are not made up for."""
    schedule = get_schedule(user)
    if schedule.pause == Schedule.Pause.ADMIN != by:
        return schedule
    clear_problem(schedule)
    if schedule.next_run_at is not None:
        schedule.next_run_at = next_for(schedule, timezone.now())
    schedule.save()
    return schedule


def pause_for(user: User, problem: Problem) -> None:
    """Pauses until the person has fixed `problem`, which the pages show with the buttons that fix it."""
    schedule = get_schedule(user)
    # Under an admin's pause the problem is stored as well, but fixing it does not end that pause.
    if schedule.pause != Schedule.Pause.ADMIN:
        schedule.pause = Schedule.Pause.PROBLEM
    schedule.problem_code = problem.code
    schedule.problem_values = problem.values
    schedule.problem_fix = problem.fix
    schedule.save()


def end_problem(user: User) -> None:
    """Ends a pause for a problem, because a sync has shown that there is none any more."""
    if Schedule.objects.filter(user=user, pause=Schedule.Pause.PROBLEM).exists():
        resume(user)


def clear_problem(schedule: Schedule) -> None:
    """Clears the pause and its problem, without saving."""
    schedule.pause = Schedule.Pause.NONE
    schedule.problem_code = schedule.problem_fix = ""
    schedule.problem_values = {}


def next_local_time(user: User) -> datetime | None:
    """Returns the time of the next run in the person's time zone, None when nothing is planned."""
    schedule = Schedule.objects.filter(user=user, pause=Schedule.Pause.NONE).first()
    if schedule is None or schedule.next_run_at is None:
        return None
    return schedule.next_run_at.astimezone(zone_of(user))
