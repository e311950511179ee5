"""A plain model of a person's library at Spotify: newest first by added date, edited between any two requests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any

from providers.spotify.records import Page

START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """A saved track; `null` ones are listed without the track. A `local` one's id is its whole URI."""

    id: str
    isrc: str
    added_at: datetime
    null: bool = False
    name: str = ""
    local: bool = False

    @cached_property
    def as_json(self) -> dict[str, Any]:
        track = None if self.null else self._track()
        return {"added_at": self.added_at.strftime("%Y-%m-%dT%H:%M:%SZ"), "track": track}

    def _track(self) -> dict[str, Any]:
        number = sum(map(ord, self.isrc)) % 7
        return {
            "id": None if self.local else self.id,
            "uri": self.id if self.local else f"spotify:track:{self.id}",
            "name": self.name or f"Song {self.isrc}",
            "artists": [{"id": f"artist{number}", "name": f"Artist {number}"}],
            "album": {
                "id": f"album{number}",
                "name": f"Album {number}",
                "release_date": "2001-02-03",
                "images": [],
            },
            "duration_ms": 1000,
            "explicit": False,
            "external_ids": {"isrc": self.isrc},
            "is_local": self.local,
        }


@lru_cache(maxsize=20_000)
def _new_track(number: int, added_at: datetime) -> Entry:
    """The same object for the same save: examples begin alike, and what it is as JSON is kept with it."""
    return Entry(f"track{number:017d}", f"ISRC{number:06d}", added_at)


class BannedError(Exception):
    """Stands for a 429 with a long Retry-After."""


@dataclass
class Ban:
    """From the n-th request (from 0) on nothing is answered."""

    number: int

    def __call__(self, number: int) -> None:
        if number >= self.number:
            raise BannedError


def quiet(number: int) -> None:
    """Nobody touches the library while it is read."""


def listed(entries: list[Entry]) -> list[tuple[str | None, datetime]]:
    return [(None if entry.null else entry.id, entry.added_at) for entry in entries]


@dataclass
class SpotifyLibrary:
    """`before_request(n)` is called before the n-th request (from 0) of `fetch` is answered, to edit or to raise."""

    entries: list[Entry] = field(default_factory=list)
    before_request: Callable[[int], None] = quiet
    requests: list[int] = field(default_factory=list)
    answered: list[int] = field(default_factory=list)
    moments: list[list[Entry]] = field(default_factory=list)
    hidden_total: int = 0
    asked: list[str] = field(default_factory=list)
    _clock: datetime = START
    _made: int = 0
    _lock: Lock = field(default_factory=Lock)

    def fetch(self, offset: int, limit: int) -> Page:
        assert 0 < limit <= 50, "Spotify answers 400 to more"
        with self._lock:
            self.requests.append(offset)
            self.before_request(len(self.requests) - 1)
            self.answered.append(offset)
            items = tuple(entry.as_json for entry in self.entries[offset : offset + limit])
            return Page(offset, len(self.entries) + self.hidden_total, items)

    def contains(self, spotify_ids: Sequence[str]) -> tuple[bool, ...]:
        assert 0 < len(spotify_ids) <= 40, "Spotify answers 400 to more"
        saved = {entry.id for entry in self.entries if not entry.local}
        self.asked += spotify_ids
        return tuple(id in saved for id in spotify_ids)

    def copy(self) -> SpotifyLibrary:
        return SpotifyLibrary(list(self.entries), _clock=self._clock, _made=self._made)

    def turn_clock_to(self, moment: datetime) -> None:
        self._clock = moment

    def forget_requests(self) -> None:
        self.requests, self.answered, self.asked = [], [], []
        self.moments = [list(self.entries)]

    def save(self, count: int = 1, *, at: datetime | None = None, same_second: bool = False) -> list[Entry]:
        """New tracks: one a minute, or all in one second; `at` an earlier time to back-date them."""
        made = []
        for _ in range(count):
            self._made += 1
            if not same_second or not made:
                self._clock += timedelta(minutes=1)
            made.append(_new_track(self._made, at or self._clock))
        self.put(*made)
        return made

    def remove(self, *offsets: int, quietly: bool = False) -> None:
        """`quietly`: another edit follows in the same moment."""
        gone = {offset % len(self.entries) for offset in offsets} if self.entries else set()
        self.entries = [entry for offset, entry in enumerate(self.entries) if offset not in gone]
        if not quietly:
            self._note()

    def save_again(self, offset: int) -> None:
        if self.entries:
            self._clock += timedelta(minutes=1)
            entry = self.entries.pop(offset % len(self.entries))
            self.put(replace(entry, added_at=self._clock))

    def relink(self, offset: int) -> None:
        self._made += 1
        self.describe(offset, id=f"track{self._made:017d}")

    def toggle_null(self, offset: int) -> None:
        if self.entries:
            self.describe(offset, null=not self.entries[offset % len(self.entries)].null)

    def describe(self, offset: int, **changes: Any) -> None:
        if self.entries:
            place = offset % len(self.entries)
            self.entries[place] = replace(self.entries[place], **changes)
            self._note()

    def put(self, *entries: Entry) -> None:
        """Newest first; within a second the order says nothing, here the newest comes first too."""
        for entry in entries:
            place = next(
                (place for place, other in enumerate(self.entries) if other.added_at <= entry.added_at),
                len(self.entries),
            )
            self.entries.insert(place, entry)
        self._note()

    def _note(self) -> None:
        self.moments.append(list(self.entries))
