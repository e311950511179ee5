"""Simulates the people of one Spotify app: whether everybody gets their share of its requests, a month in seconds.

The product's own dispatch, runs, leases, budgets and reading. The clock is moved to the next moment at which something is
due. In place of Spotify, Google and the queue: libraries that nobody changes, no sheet, and one worker. Nothing is random,
so that two simulations are equal. `bench.cases.fairness` has the months that are measured.

A ban as Spotify's is simulated by `ban_after`: after so many requests none is answered for 24 hours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import time_machine
from django.db import transaction

if TYPE_CHECKING:
    from accounts.models import User
    from providers.spotify.records import Page

START = datetime(2026, 11, 1, 8, 50, tzinfo=UTC)
NINE = START.replace(hour=9, minute=0)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ANSWER = 0.12
"""Seconds that Spotify takes for a page."""
PAGE = 50


@dataclass(slots=True)
class Reader:
    """One person: what Spotify holds, when they are due, and what they got."""

    saved: int
    next_slot: datetime | None = None
    """The first slot that no first page has answered yet; None for somebody without a schedule."""
    heads: list[datetime] = field(default_factory=list)
    late: list[timedelta] = field(default_factory=list)
    all_pages: list[datetime] = field(default_factory=list)
    """When a read of all pages ended."""
    requests: int = 0

    def asked_for_first_page(self, now: datetime) -> None:
        if self.next_slot is None or self.next_slot > now:
            return
        self.heads.append(now)
        self.late.append(now - self.next_slot)
        # One first page answers all slots that have passed.
        while self.next_slot <= now:
            self.next_slot += DAY


class Simulation:
    """One app with so many requests a day, and people with libraries of the sizes given, due from nine on.

    Needs Django set up and a database without people. Use it as a context manager: the clock stands while it is open.
    """

    def __init__(
        self, *, per_day: int = 1000, ban_after: int | None = None, spread: timedelta = 15 * MINUTE
    ) -> None:
        self.people: dict[int, Reader] = {}
        self.requests = self.wake_ups = self.refused = 0
        self._per_day, self._ban_after, self._spread = per_day, ban_after, spread
        self._answered = 0
        self._banned_until = START
        self._messages: list[tuple[datetime, int]] = []
        self._last_tick = START
        self._open = ExitStack()

    def __enter__(self) -> Simulation:
        from django.test import override_settings

        from providers.rate_limits import limiter
        from syncer import schedule

        self._clock = self._open.enter_context(time_machine.travel(START, tick=False))
        limiter().storage.reset()
        self._open.enter_context(
            override_settings(
                SPOTIFY_REQUESTS_PER_DAY=self._per_day,
                SPOTIFY_CLIENT_ID="app",
                SPOTIFY_PAGES_IN_FLIGHT=1,  # more would end in an order of their own
                SCHEDULE_SPREAD=self._spread,
            )
        )
        stand_ins: dict[str, Any] = {
            "syncer.sync.SpotifyClient": self._client,
            "syncer.sync.access_token": lambda user, provider, force=False: str(user.pk),
            "syncer.sync.write_sheet": _no_sheet,
            "syncer.runs.enqueue": self._enqueue,
        }
        for name, stand_in in stand_ins.items():
            self._open.enter_context(patch(name, stand_in))
        self._next_slot = schedule.next_for
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def add(self, *sizes: int, is_due: bool = True, is_imported: bool = True) -> list[int]:
        """Adds people with libraries of these sizes, and returns their keys. Imported ones were read in full today."""
        from accounts.models import User
        from library.models import LibraryState, SavedTrack
        from sheets.models import LinkedSheet
        from syncer.models import Schedule

        first = len(self.people)
        # With keys of their own: the day of a weekly read and the minute of a slot go by them.
        people = User.objects.bulk_create(
            User(pk=number + 1, username=f"person{number}", password="!")
            for number in range(first, first + len(sizes))
        )
        LinkedSheet.objects.bulk_create(
            LinkedSheet(user=user, spreadsheet_id=user.username, method=LinkedSheet.Method.SHARED, gid=0)
            for user in people
        )
        for user, saved in zip(people, sizes, strict=True):
            self.people[user.pk] = Reader(saved)
        if is_due:
            rows = [Schedule(user=user) for user in people]
            for row in rows:
                row.next_run_at = self.people[row.user_id].next_slot = self._next_slot(row, self.now)
            Schedule.objects.bulk_create(rows)
        if is_imported:
            tracks = _stored_tracks(people[0], max(sizes)) if people else {}
            SavedTrack.objects.bulk_create(
                (
                    SavedTrack(
                        user=user, track_id=tracks[number], added_at=_saved_at(number), position=number * 1024
                    )
                    for user, saved in zip(people, sizes, strict=True)
                    for number in range(1, saved + 1)
                ),
                batch_size=5000,
            )
            LibraryState.objects.bulk_create(
                LibraryState(user=user, complete=True, current_saves=saved, reconciled_at=self.now)
                for user, saved in zip(people, sizes, strict=True)
            )
        return [user.pk for user in people]

    def click(self, key: int) -> None:
        """The person asks for a sync."""
        from accounts.models import User
        from syncer import runs
        from syncer.models import SyncRun

        runs.request_run(User.objects.get(pk=key), SyncRun.Trigger.PERSON)
        self._work()

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)

    def run(self, until: datetime) -> None:
        """Lets time pass: at each moment beat looks around, and the worker takes what it hands out."""
        while self.now < until:
            self._tick()
            self._work()
            following = self._next_event(until)
            self._clock.move_to(max(following, self.now + timedelta(seconds=1)))

    def lateness(self) -> list[timedelta]:
        """How late each first page was, those included that somebody still waits for."""
        waiting = [self.now - one.next_slot for one in self.people.values() if one.next_slot]
        return [late for one in self.people.values() for late in one.late] + [
            late for late in waiting if late > timedelta()
        ]

    @property
    def heads(self) -> int:
        return sum(len(one.heads) for one in self.people.values())

    def _tick(self) -> None:
        from syncer.dispatch import dispatch_due

        self._last_tick = self.now
        dispatch_due()

    def _enqueue(self, run_id: int, *, trigger: str, countdown: float = 0) -> None:
        self._messages.append((self.now + timedelta(seconds=countdown), run_id))

    def _work(self) -> None:
        from syncer.sync import run_sync

        while due := [message for message in self._messages if message[0] <= self.now]:
            self._messages.remove(due[0])
            run = run_sync(due[0][1])
            if run is None:
                continue
            self.wake_ups += 1
            if run.state == "done" and run.receipt.get("read_kind") in ("full", "import"):
                self.people[run.user_id].all_pages.append(self.now)
            elif run.state == "failed":
                raise RuntimeError(f"run {run.pk} failed: {run.problem_code}")

    def _next_event(self, until: datetime) -> datetime:
        from django.db.models import Min, Q

        from syncer.models import Schedule, SyncRun

        runs = SyncRun.objects.filter(state__in=SyncRun.ACTIVE).aggregate(
            resume=Min("resume_at", filter=Q(resume_at__gt=self.now)),
            lease=Min("lease_until", filter=Q(lease_until__gt=self.now)),
            late=Min("resume_at", filter=Q(resume_at__lte=self.now)),
        )
        slot = Schedule.objects.aggregate(slot=Min("next_run_at"))["slot"]
        minute = self.now + MINUTE if runs["late"] else None
        moments = [runs["resume"], runs["lease"], slot, minute, *(when for when, _ in self._messages)]
        following = min((moment for moment in moments if moment), default=until)
        # Beat looks once a minute.
        return min(until, max(following, self._last_tick + MINUTE))

    def _client(self, token: str, *, take: Callable[[], None]) -> _Client:
        return _Client(self, int(token), take)

    def answer(self, key: int, offset: int) -> Page:
        """Spotify's side of a request. Raises `SpotifyQuotaSpent` during a ban."""
        from providers.spotify.problems import SpotifyQuotaSpent

        self._clock.shift(timedelta(seconds=ANSWER))
        self.requests += 1
        if self.now < self._banned_until:
            self.refused += 1
            raise SpotifyQuotaSpent(when=self._banned_until)
        if self._ban_after is not None and self._answered == self._ban_after:
            self._answered = 0
            self._banned_until = self.now + DAY
            raise SpotifyQuotaSpent(when=self._banned_until)
        self._answered += 1
        one = self.people[key]
        one.requests += 1
        if offset == 0:
            one.asked_for_first_page(self.now)
        if self.now - self._last_tick >= MINUTE:
            self._tick()
        return _page(offset, one.saved)


class _Client:
    def __init__(self, simulation: Simulation, key: int, take: Callable[[], None]) -> None:
        self._simulation, self._key, self._take = simulation, key, take
        self.requests = 0

    def page(self, offset: int, limit: int = PAGE) -> Page:
        self._take()
        self.requests += 1
        return self._simulation.answer(self._key, offset)

    def contains(self, spotify_ids: Sequence[str]) -> tuple[bool, ...]:
        raise NotImplementedError("nobody removes anything")


def _no_sheet(sheet: Any, hold: Any) -> Any:
    from sheets.receipt import SheetReceipt

    return SheetReceipt(unchanged=True)


def _saved_at(number: int) -> datetime:
    """One save a minute, since the first one."""
    return datetime(2026, 1, 1, tzinfo=UTC) + number * MINUTE


def _page(offset: int, saved: int) -> Page:
    """A page of a library; the oldest track is the same one in each."""
    from providers.spotify.records import Page

    numbers = range(saved - offset, max(0, saved - offset - PAGE), -1)
    return Page(offset, saved, tuple(_item(number) for number in numbers))


def _stored_tracks(reader: User, count: int) -> dict[int, int]:
    """The first tracks that everybody has saved, by their numbers: their keys in the catalogue."""
    from library.models import Track
    from syncer.load.catalogue import store_tracks
    from syncer.transform.saved_tracks import parse_saved_tracks

    for start in range(0, count, PAGE):
        records = parse_saved_tracks(_page(start, count))
        with transaction.atomic():
            store_tracks((record.track for record in records if record.track), reader)
    rows = Track.objects.filter(name__startswith="Song ").values_list("name", "pk")
    return {int(name.removeprefix("Song ")): pk for name, pk in rows}


def _item(number: int) -> dict[str, Any]:
    track = {
        "id": f"{number:022d}",
        "uri": f"spotify:track:{number:022d}",
        "name": f"Song {number}",
        "artists": [{"id": "artist", "name": "Artist"}],
        "album": {"id": "album", "name": "Album", "release_date": "2001-02-03", "images": []},
        "duration_ms": 1000,
        "explicit": False,
        "external_ids": {},
        "is_local": False,
    }
    return {"added_at": f"{_saved_at(number):%Y-%m-%dT%H:%M:%SZ}", "track": track}
