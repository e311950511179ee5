"""The state of everything the sandbox stands in for: one World, one lock, one clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from threading import RLock

from sandbox import services
from sandbox.enrichment.world import EnrichmentWorld
from sandbox.faults import FaultList
from sandbox.google.world import GoogleWorld
from sandbox.people import DEMO_PEOPLE, Person
from sandbox.request_log import LogEntry
from sandbox.spotify.world import SpotifyWorld


class World:
    """Handlers take `lock` themselves; whoever sleeps does not hold it.

    `latency` is seconds a service ("*" = every one). Vendors' worlds are made with the world as their one
    argument, and made anew by `reset`. Vendors' modules import this one for typing only: it imports them.
    """

    def __init__(self, people: Iterable[Person] = DEMO_PEOPLE) -> None:
        self.lock = RLock()
        self._first_people = tuple(people)
        self.reset()

    def reset(self) -> None:
        """Back to the first day: clock, people, libraries, spreadsheets, grants, faults, log."""
        with self.lock:
            self.offset = timedelta()
            self.faults = FaultList()
            self.latency: dict[str, float] = {}
            self.log: list[LogEntry] = []
            self.people = {person.key: person for person in self._first_people}
            self.spotify = SpotifyWorld(self)
            self.google = GoogleWorld(self)
            self.enrichment = EnrichmentWorld(self)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def advance(self, seconds: float) -> None:
        self.offset += timedelta(seconds=seconds)

    def set_clock(self, moment: datetime) -> None:
        """The clock goes on from `moment` (aware)."""
        self.offset = moment - datetime.now(UTC)

    def record(self, entry: LogEntry, log: list[LogEntry]) -> None:
        """`log` is the one that was kept when the request came in: a reset begins another."""
        with self.lock:
            log.append(entry)

    def entries(self, service: str | None = None, kind: str | None = None) -> list[LogEntry]:
        services.check(service, kind)
        with self.lock:
            return [e for e in self.log if service in (None, e.service) and kind in (None, e.kind)]

    def count(self, service: str, kind: str | None = None) -> int:
        """How many requests of a service (and kind) came in, those that a fault hit included."""
        return len(self.entries(service, kind))
