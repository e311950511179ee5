"""Whose turn it is at Spotify: the first page of everybody comes before the pages behind it of anybody.

    09:00  Ada clicks: 60,000 tracks     her first page at once, then slices of `SPOTIFY_SLICE_PAGES`
    09:04  Bob's daily sync is due       between two slices
    10:30  the day's share is used up    Ada's sheet gets what is read, her run waits (`reads_pages`)
    09:00  the next day, Ada is due      her first page again, then slices as the day has room

How much of a day there is for pages: `providers.spotify.page_budget`. Which run is handed out first: `syncer.dispatch`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Lock

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.rate_limits import person_key
from problems.kinds import TryLater
from providers.spotify.page_budget import PageBudget
from providers.spotify.problems import SpotifyBudgetSpent, SpotifyPagesLater
from syncer.extract.reader import PAGE
from syncer.load.storage import LibraryStore
from syncer.models import Schedule, SyncRun
from syncer.schedule import is_running

# Longer than `syncer.runs.SHORT_WAIT`: the next slice is handed out in its order, and not by a message of its own.
SLICE_REST = timedelta(seconds=90)
# What a click reads at once: most libraries that are small, so that their import needs no turn.
PAGES_OF_A_CLICK = 5
# Pages that may be under way, or answered and not yet committed, when the next slice is looked at.
AHEAD = 25
# A read of more than a slice waits for so long a time in which nobody is due, if there is one within a day.
QUIET = timedelta(minutes=15)
DAY = timedelta(days=1)
WAITING_FOR_PAGES = Q(state=SyncRun.State.WAITING, reads_pages=True)
WAITING_FOR_THE_DAY = Q(state=SyncRun.State.WAITING, problem_code=SpotifyBudgetSpent.code)


def quiet_time(now: datetime, due: Iterable[datetime]) -> datetime:
    """Returns the first moment from which on nobody is due for `QUIET`; `now` if a day has none."""
    start = now
    for moment in sorted(moment for moment in due if moment >= now):
        if moment - start > QUIET:
            break
        start = moment + timedelta(minutes=1)
    return start if start - now < DAY - QUIET else now


def _day_of(user_id: int) -> int:
    """Returns the day of a person's weekly read, as any number: the reads of all are spread over the week."""
    return int.from_bytes(hashlib.sha256(f"reconcile:{user_id}".encode()).digest()[:8], "big")


def syncs_a_day() -> int:
    """Returns how many people have a daily sync, each of which needs one request."""
    return Schedule.objects.filter(is_running(), next_run_at__isnull=False, user__is_active=True).count()


class LibraryTurns:
    """Lets one run read the pages behind the first, a slice at a time; implements `syncer.reading.Turns`.

    `take` is called from several threads while all pages are read, all else from the one that stores.
    """

    def __init__(self, run: SyncRun, client_id: str) -> None:
        self._run = run
        self._client_id = client_id
        self._lock = Lock()
        self._budget = PageBudget(client_id, person_key(run.user), 0)
        self._first_pages = 1 if run.trigger == SyncRun.Trigger.SCHEDULE else PAGES_OF_A_CLICK
        self._taken = self._granted = self._asked = 0
        self._has_asked_for_first_page = False
        self._until: datetime | None = None
        self.is_reading = False
        self.delay: TryLater | None = None

    def reads_all_again(self, store: LibraryStore) -> bool:
        """Returns whether the weekly read is due and may begin now; `delay` may say until when it waits.

        Without room in this day it is left to the next one.
        """
        if not store.reconcile_is_due(own_day=_day_of(self._run.user_id)):
            return False
        until = self._next_turn()
        if self._budget.full_until:
            return False
        pages = -(-store.size // PAGE)
        if pages <= self._first_pages:
            return True
        if until is None and pages > settings.SPOTIFY_SLICE_PAGES and not self._run.reads_pages:
            until = self._quiet_time()
        self.delay = SpotifyPagesLater(when=until) if until else None
        return until is None

    def begins_at_the_top(self) -> bool:
        """Returns whether a read that was interrupted reads the recent pages before it continues.

        On each new day and at a click; in a new run only where the pages have to wait, because they end with the same.
        """
        if self._run.reads_pages:
            return False
        return self._run.attempts > 1 or self._next_turn() is not None or self._budget.full_until is not None

    def begin(self) -> None:
        """From here on pages behind the first are counted, and may be refused."""
        self._taken = self._granted = 0
        self.is_reading = True
        self._look()

    def end(self) -> None:
        """All pages are read."""
        self.is_reading = False

    def go_on(self) -> None:
        """After each commit: looks around before the slice is used up, because threads have no database."""
        if self.is_reading and self._until is None and self._granted - self._taken < AHEAD:
            self._look()

    def take(self, offset: int) -> None:
        """Counts the request for a page. Raises `SpotifyPagesLater` at the end of a slice, or of a share of the day.

        The first page is never refused, so that each sync sees what is new.
        """
        if offset == 0:
            if self._has_asked_for_first_page:
                self._budget.count()
            self._has_asked_for_first_page = True
        elif not self.is_reading or offset < self._first_pages * PAGE:
            self.take_request()
        else:
            with self._lock:
                if self._until is not None and self._taken >= self._granted:
                    raise SpotifyPagesLater(when=self._until)
                self._taken += 1
            self._budget.take_page()

    def take_request(self) -> None:
        """Counts one of the few requests besides the first page and whole libraries. Raises `SpotifyPagesLater`."""
        if not self.is_reading:
            if self._asked % AHEAD == 0:
                self._look_for_others()
            self._asked += 1
        self._budget.take_request()

    def _look(self) -> None:
        self._until = self._next_turn()
        if self._until is None:
            self._granted = self._taken + settings.SPOTIFY_SLICE_PAGES

    def _next_turn(self) -> datetime | None:
        """Returns when to ask again if others come first, None if it is this run's turn."""
        now = timezone.now()
        others = self._look_for_others()
        # In the foreground the others come after this one in any case.
        if self._run.trigger == SyncRun.Trigger.COMMAND:
            return None
        handed_out = others.filter(state=SyncRun.State.QUEUED, lease_until__gt=now).exists()
        is_due = (
            self._budget.are_others_waiting and others.filter(WAITING_FOR_PAGES, resume_at__lte=now).exists()
        )
        return now + SLICE_REST if handed_out or is_due else None

    def _look_for_others(self) -> QuerySet[SyncRun]:
        """Returns the runs of others, and sees whether one of them waits for room in the day."""
        others = SyncRun.objects.exclude(pk=self._run.pk)
        are_waiting = others.filter(WAITING_FOR_PAGES | WAITING_FOR_THE_DAY).exists()
        self._budget = replace(self._budget, syncs_a_day=syncs_a_day(), are_others_waiting=are_waiting)
        return others

    def _quiet_time(self) -> datetime | None:
        now = timezone.now()
        due = Schedule.objects.filter(is_running(), next_run_at__range=(now, now + DAY))
        moments = due.exclude(user=self._run.user_id).values_list("next_run_at", flat=True)
        quiet = quiet_time(now, [moment for moment in moments if moment])
        return max(quiet, now + SLICE_REST) if quiet > now else None
