"""The state of all stand-ins: one world, one lock, one clock."""

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
    """All state of the sandbox. Handlers take `lock` themselves, and release it while they sleep.

    `latency` is in seconds by service, "*" for all services. The vendors' worlds get this world as their only
    argument, and `reset` creates them anew. This module imports the vendors' modules, so they import it for
    typing only.
    """

    def __init__(self, people: Iterable[Person] = DEMO_PEOPLE) -> None:
        self.lock = RLock()
        self._first_people = tuple(people)
        self.reset()

    def reset(self) -> None:
        """Restores the initial state: clock, people, libraries, spreadsheets, grants, faults, log."""
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
        """Returns the time by the sandbox's clock."""
        return datetime.now(UTC) + self.offset

    def advance(self, seconds: float) -> None:
        """Moves the clock forward."""
        self.offset += timedelta(seconds=seconds)

    def set_clock(self, moment: datetime) -> None:
        """Sets the clock to `moment`, which is timezone-aware; it goes on from there."""
        self.offset = moment - datetime.now(UTC)

    def record(self, entry: LogEntry, log: list[LogEntry]) -> None:
        """Adds an entry to the log that was current when the request arrived: a reset starts another."""
        with self.lock:
            log.append(entry)

    def entries(self, service: str | None = None, kind: str | None = None) -> list[LogEntry]:
        """Returns the logged requests of a service and kind. Raises ValueError for an unknown name."""
        services.check(service, kind)
        with self.lock:
            return [e for e in self.log if service in (None, e.service) and kind in (None, e.kind)]

    def count(self, service: str, kind: str | None = None) -> int:
        """Returns the number of requests of a service and kind, including those that a fault hit."""
        return len(self.entries(service, kind))
