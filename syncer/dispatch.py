"""The scheduler's minute: makes runs for due schedules, and hands out every run without a worker.

The same step recovers what was lost: a message that went missing, a worker that was killed, a beat that was down for
hours. Two beats at once do no harm, because rows that one of them holds are skipped by the other.

The order is that of `syncer.turns`. No worker is woken in vain: what the app's day has no room for keeps waiting.

    first pages       clicks, then schedules, the longest waiting first; as many as the day has room for
    pages behind      once no first page is left
    during a ban      nothing; at its end the same order
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Min, Q, QuerySet, When
from django.utils import timezone

from problems.kinds import TryLater
from providers.models import SpotifyApp
from providers.rate_limits import redis_errors
from providers.spotify.problems import SpotifyBudgetSpent
from providers.spotify.request_budget import active_block, day_window
from syncer import leases, runs, schedule
from syncer.models import Schedule, SyncRun

log = logging.getLogger(__name__)

# SQLite takes a limited number of values in one statement: https://www.sqlite.org/limits.html
BATCH = 500


def dispatch_due() -> int:
    """Makes and hands out as many runs as `DISPATCH_BATCH` allows; returns how many were handed out."""
    now = timezone.now()
    # Runs under lease count: a queue that is longer than the workers are fast would outlive its leases.
    limit = settings.DISPATCH_BATCH - _under_lease(now)
    if limit <= 0:
        return 0
    make_due_runs(now, limit)
    return hand_out(now, limit)


def make_due_runs(now: datetime, limit: int) -> int:
    """Makes a run for each due schedule and moves the schedule to its next slot; returns how many were due."""
    with transaction.atomic():
        # `skip_locked` makes two beats share the work; `of` keeps the users unlocked, whose pages are open meanwhile.
        due = list(
            Schedule.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(schedule.is_running(), next_run_at__lte=now, user__is_active=True)
            .select_related("user")
            .order_by("next_run_at")[:limit]
        )
        # The next slot after now, not after the last one: a beat that was down for days makes one run a person.
        for row in due:
            row.next_run_at = schedule.next_for(row, now)
        Schedule.objects.bulk_update(due, ["next_run_at"], batch_size=BATCH)
        # A person with an active run is served by that one: `one_active_run_a_person` makes it a conflict.
        SyncRun.objects.bulk_create(
            [SyncRun(user_id=row.user_id, trigger=SyncRun.Trigger.SCHEDULE) for row in due],
            ignore_conflicts=True,
            batch_size=BATCH,
        )
        # A run that waits with the pages behind the first begins the new day with the first one.
        for start in range(0, len(due), BATCH):
            people = [row.user_id for row in due[start : start + BATCH]]
            SyncRun.objects.filter(user__in=people, state=SyncRun.State.WAITING, reads_pages=True).update(
                reads_pages=False, resume_at=now
            )
    return len(due)


SCHEDULED_FIRST_PAGE = Q(trigger=SyncRun.Trigger.SCHEDULE, reads_pages=False)


def hand_out(now: datetime, limit: int) -> int:
    """Leases free runs to the queue and sends their messages; returns how many.

    The lease is what keeps the next minute from sending a second message while the first waits in the queue.
    """
    client_id = settings.SPOTIFY_CLIENT_ID
    with transaction.atomic():
        # Locked until the commit: otherwise a worker could claim one between this query and the UPDATE, which would
        # take its lease away.
        free = list(
            _free(now)
            .select_for_update(skip_locked=True, of=("self",))
            # A slice that is over gets a later `resume_at` than the slices that wait for their turn.
            .order_by("reads_pages", Case(When(reads_pages=True, then="resume_at")), "created_at")
            .values_list("pk", "trigger", "reads_pages")[:limit]
        )
        block = active_block(client_id) if free else None
        if block is not None:
            _put_off(_free(now), block)
            return 0
        room = _Room.of_today(client_id, now) if free else _Room()
        chosen = [(key, trigger) for key, trigger, reads_pages in free if room.take(trigger, reads_pages)]
        for start in range(0, len(chosen), BATCH):
            keys = [key for key, _ in chosen[start : start + BATCH]]
            SyncRun.objects.filter(pk__in=keys).update(
                state=SyncRun.State.QUEUED, lease_until=now + settings.LEASE, lease_token=None, resume_at=None
            )
        if room.frees_at is not None:
            _put_off(_free(now).filter(SCHEDULED_FIRST_PAGE), SpotifyBudgetSpent(when=room.frees_at))
        if free:
            _note_whether_full(client_id, now, is_full=room.frees_at is not None)
        # The messages leave when the transaction commits: a worker that took one before would find the old state.
        for key, trigger in chosen:
            runs.enqueue(key, trigger=trigger)
    return len(chosen)


@dataclass(slots=True)
class _Room:
    """How many first pages this day has room for. `frees_at` is set once a schedule has met a full day."""

    for_clicks: int | None = None
    for_schedules: int | None = None
    is_anybody_first: bool = False
    next_free: datetime | None = None
    frees_at: datetime | None = None

    @classmethod
    def of_today(cls, client_id: str, now: datetime) -> _Room:
        """Returns an endless day while Redis is away: the runs find out by themselves."""
        handed_out = SyncRun.objects.filter(
            state=SyncRun.State.QUEUED, lease_until__gt=now, reads_pages=False
        ).count()
        try:
            clicks, schedules = (
                day_window(client_id, share) for share in (1.0, settings.SPOTIFY_SCHEDULED_SHARE)
            )
            # Whoever is due now joins the line of those who sleep until the day has room.
            line = _waiting_for_the_day().filter(resume_at__gt=now)
            until = line.aggregate(until=Min("resume_at"))["until"]
            return cls(
                clicks.room - handed_out,
                0 if until else schedules.room - handed_out,
                is_anybody_first=handed_out > 0,
                next_free=until or schedules.free_at,
            )
        except redis_errors() as error:
            log.warning("runs are handed out without a look at the budget: %s", error)
            return cls(is_anybody_first=handed_out > 0)

    def take(self, trigger: str, reads_pages: bool) -> bool:
        """Returns whether a run is handed out now; asked in the order of `hand_out`, pages behind the first last."""
        if reads_pages:
            return not self.is_anybody_first
        left = self.for_schedules if trigger == SyncRun.Trigger.SCHEDULE else self.for_clicks
        if left is not None and left <= 0:
            if trigger == SyncRun.Trigger.SCHEDULE:
                self.frees_at = self.next_free
            return trigger != SyncRun.Trigger.SCHEDULE
        if self.for_clicks is not None and self.for_schedules is not None:
            self.for_clicks, self.for_schedules = self.for_clicks - 1, self.for_schedules - 1
        self.is_anybody_first = True
        return True


def _free(now: datetime) -> QuerySet[SyncRun]:
    return SyncRun.objects.filter(leases.free_to_take(now), user__is_active=True)


def _waiting_for_the_day() -> QuerySet[SyncRun]:
    return SyncRun.objects.filter(
        SCHEDULED_FIRST_PAGE, state=SyncRun.State.WAITING, problem_code=SpotifyBudgetSpent.code
    )


def _put_off(waiting: QuerySet[SyncRun], problem: TryLater) -> None:
    """Lets runs wait as if a worker had found out; theirs is the same row when their time comes."""
    waiting.update(
        state=SyncRun.State.WAITING,
        resume_at=problem.when,
        lease_until=None,
        lease_token=None,
        **runs.problem_fields(problem),
    )


def _note_whether_full(client_id: str, now: datetime, *, is_full: bool) -> None:
    """Tells the operator, once, that daily syncs wait for another day; and that they no longer do."""
    apps = SpotifyApp.objects.filter(client_id=client_id)
    if is_full:
        SpotifyApp.objects.get_or_create(client_id=client_id)
        if apps.filter(full_since=None).update(full_since=now):
            log.warning(
                "the Spotify app is full: daily syncs wait for another day, the longest waiting come first;"
                " it needs fewer people, or a second app"
            )
        return
    if apps.filter(full_since__isnull=False).exists() and not _waiting_for_the_day().exists():
        apps.update(full_since=None)
        log.warning("the Spotify app has room for everybody again")


def _under_lease(now: datetime) -> int:
    return SyncRun.objects.filter(state__in=SyncRun.ACTIVE, lease_until__gt=now).count()
