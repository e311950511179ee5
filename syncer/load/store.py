"""One person's saved tracks in the database: what the reading algorithms compare with and write to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from library.models import LibraryState, SavedTrack
from syncer.load import parked_pages as parked
from syncer.load.catalogue import differ, store_tracks
from syncer.load.saves import close_saves, open_saves, relink_saves
from syncer.problems import LibraryOvertaken
from syncer.transform.records import Changes, Cursor, Sighting, StoredSave

OVERTAKEN_WAIT = timedelta(minutes=1)


class LibraryStore:
    """Knows the living saves and applies changes to them, each call in one transaction."""

    def __init__(self, user: User, now: Callable[[], datetime]) -> None:
        self.user = user
        self.now = now
        self.state, _ = LibraryState.objects.get_or_create(user=user)
        self.tally = StoreCounts()

    @property
    def size(self) -> int:
        """How many saves live, placeholders included."""
        return self.state.living

    @property
    def is_complete(self) -> bool:
        """The first import is through."""
        return self.state.complete

    @property
    def cursor(self) -> Cursor | None:
        """Where a read of all pages stopped, or None when none is under way."""
        state = self.state
        if state.cursor_offset is None:
            return None
        return Cursor(
            state.cursor_offset,
            state.cursor_total,
            state.cursor_anchor,
            state.cursor_clean,
            parked.parse_pages(state.cursor_parked),
        )

    def newest(self, count: int) -> list[StoredSave]:
        return _saves(self._living()[:count])

    def all(self) -> list[StoredSave]:
        return _saves(self._living())

    def living_of(self, keys: Iterable[str]) -> list[StoredSave]:
        """The living saves of these tracks."""
        found = (_saves(self._living().filter(track__key__in=part)) for part in slices(list(keys)))
        return [save for part in found for save in part]

    def apply(self, changes: Changes, cursor: Cursor | None = None) -> tuple[StoredSave, ...]:
        """Stores `changes` and how far the reader has come; answers with the arrivals as saves.

        Ten pages of them are one transaction. Raises TryLater when another worker has written to this library
        meanwhile: nothing is stored then.
        """
        if not (changes.has_news or cursor or differ(_tracks_of(changes))):
            return ()
        saves: tuple[StoredSave, ...] = ()
        *parts, last = parts_of(changes)
        for part in parts:
            saves = self._store(part) + saves
        if cursor and cursor.anchor is None and saves:
            cursor = replace(cursor, anchor=saves[-1].ref)
        return self._store(last, cursor) + saves

    def _store(self, changes: Changes, cursor: Cursor | None = None) -> tuple[StoredSave, ...]:
        tally = StoreCounts()
        with transaction.atomic():
            # The catalogue first, then the states: whoever stores takes them in this order.
            ids, tally.changed = store_tracks(_tracks_of(changes), self.user)
            fields = self._claim()
            now = self.now()
            tally.removed, tally.resaved = close_saves(self.user, changes.departures, now)
            tally.relinked = relink_saves(self.user, changes.relinked, ids)
            saves = open_saves(self.user, changes.arrivals, ids, now)
            tally.added = sum(arrival.ref is None for arrival in changes.arrivals) - tally.resaved
            fields["living"] = self.state.living + tally.added - tally.removed
            fields |= _cursor_fields(cursor, saves) if cursor else {}
            LibraryState.objects.filter(pk=self.state.pk).update(**fields)
        self._remember(fields)
        self.tally += tally
        return saves

    def expects(self, total: int) -> bool:
        """Spotify's total is what the living saves let expect."""
        return self.state.living + self.state.expected_difference == total

    def reconcile_is_due(self) -> bool:
        last = self.state.reconciled_at
        return last is None or self.now() - last >= settings.RECONCILE_EVERY

    def expect(self, total: int) -> None:
        """From now on Spotify's total is right when it differs from the living saves as it does now."""
        self._note(expected_difference=total - self.state.living)

    def fall_back(self) -> bool:
        """At most one read of all pages a day makes up for what nothing cheaper explains: False when it was."""
        last = self.state.fell_back_at
        if last and last.date() >= self.now().date():
            return False
        self._note(fell_back_at=self.now())
        return True

    def finish_full_read(self) -> None:
        """All pages are read."""
        self._note(complete=True, cursor_offset=None, reconciled_at=self.now())

    def placeholders(self) -> list[datetime]:
        """When the living saves were added of which Spotify does not say what they are."""
        rows = SavedTrack.objects.filter(user=self.user, removed_at=None, track=None)
        return list(rows.order_by("-added_at").values_list("added_at", flat=True))

    def _living(self) -> QuerySet[SavedTrack]:
        living = SavedTrack.objects.filter(user=self.user, removed_at=None)
        return living.order_by("-position", "pk")

    def _note(self, **fields: Any) -> None:
        LibraryState.objects.filter(pk=self.state.pk).update(**fields)
        self._remember(fields)

    def _remember(self, fields: dict[str, Any]) -> None:
        for field, value in fields.items():
            setattr(self.state, field, value)

    def _claim(self) -> dict[str, Any]:
        """Holds the person's state for this transaction; a second worker finds another revision."""
        fields = {"revision": self.state.revision + 1}
        mine = LibraryState.objects.filter(pk=self.state.pk, revision=self.state.revision)
        if not mine.update(**fields):
            raise LibraryOvertaken(when=self.now() + OVERTAKEN_WAIT)
        return fields


def _cursor_fields(cursor: Cursor, saves: tuple[StoredSave, ...]) -> dict[str, Any]:
    anchor = saves[-1].ref if cursor.anchor is None and saves else cursor.anchor
    return {
        "cursor_offset": cursor.offset,
        "cursor_total": cursor.total,
        "cursor_anchor": anchor,
        "cursor_clean": cursor.clean,
        "cursor_parked": parked.serialize_pages(cursor.parked),
    }


def _tracks_of(changes: Changes) -> Iterable[Any]:
    sightings: tuple[Sighting, ...] = changes.relinked + changes.seen
    records = [sighting.record for sighting in sightings] + [arrival.record for arrival in changes.arrivals]
    return (record.track for record in records if record.track)


def _saves(rows: QuerySet[SavedTrack]) -> list[StoredSave]:
    found = rows.values_list("pk", "track__key", "added_at", "track__isrc", "former_keys", "ordinal")
    return [
        StoredSave(pk, key, added_at, isrc or "", tuple(former), ordinal)
        for pk, key, added_at, isrc, former, ordinal in found
    ]


Item = TypeVar("Item")
LARGEST = 500  # ten pages


def parts_of(changes: Changes) -> list[Changes]:
    """In the order to store them: what is gone first, because a save may come back at another place.

    Arrivals are stored from the lowest up: each part then stands over the one before, and what is already
    stored when a process dies has no hole in it.
    """
    parts = [Changes(departures=part) for part in slices(changes.departures)]
    parts += [Changes(relinked=part) for part in slices(changes.relinked)]
    parts += [Changes(seen=part) for part in slices(changes.seen)]
    parts += [Changes(arrivals=part) for part in reversed(list(slices(changes.arrivals)))]
    return parts if len(parts) > _kinds(changes) else [changes]


def slices(items: Sequence[Item]) -> Iterator[tuple[Item, ...]]:
    return (tuple(items[start : start + LARGEST]) for start in range(0, len(items), LARGEST))


def _kinds(changes: Changes) -> int:
    """How many parts there are when each kind of change fits into one."""
    return sum(map(bool, (changes.departures, changes.relinked, changes.seen, changes.arrivals)))


@dataclass(slots=True)
class StoreCounts:
    """`added` leaves out those saved again; `changed` are tracks that Spotify describes otherwise now."""

    added: int = 0
    removed: int = 0
    resaved: int = 0
    relinked: int = 0
    changed: int = 0

    def __iadd__(self, other: StoreCounts) -> StoreCounts:
        for field in self.__slots__:
            setattr(self, field, getattr(self, field) + getattr(other, field))
        return self
