"""One person's library in the database: what reading compares with, and where it stores changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from library.models import LISTED, MISSING, LibraryState, SavedTrack
from syncer.load import parked_pages as parked
from syncer.load.catalogue import have_changed, store_tracks
from syncer.load.save_intervals import close_saves, open_saves, relink_saves
from syncer.problems import LibraryOvertaken
from syncer.transform.records import Changes, Cursor, Sighting, StoredSave

Item = TypeVar("Item")

# Ten pages. A larger transaction holds rows of the catalogue longer, for which other workers wait.
MAX_CHANGES = 500
# Readings a day that may search for differences and find no rest: more would ask as much again each time.
MAX_UNSETTLED = 2
# Long enough for the other worker to finish most libraries.
OVERTAKEN_WAIT = timedelta(minutes=1)


class LibraryStore:
    """The saves of one person that Spotify lists, the active ones; implements `syncer.extract.comparison.StoredLibrary`."""

    def __init__(self, user: User, now: Callable[[], datetime]) -> None:
        self.user = user
        self.now = now
        missing = SavedTrack.objects.filter(MISSING, user=OuterRef("user"))
        states = LibraryState.objects.annotate(has_missing=Exists(missing))
        self.state, is_new = states.get_or_create(user=user)
        # Nearly everybody has none, at nearly every reading.
        self.has_missing = not is_new and self.state.has_missing
        self.counts = StoreCounts()
        self._first_revision = self.state.revision
        # Of the tracks that `newest` has returned, as they were then.
        self._fingerprints: dict[str, str] = {}

    @property
    def size(self) -> int:
        """The number of active saves, placeholders included."""
        return self.state.current_saves

    @property
    def has_stored(self) -> bool:
        """Whether anything of the library was changed through this object."""
        return self.state.revision != self._first_revision

    @property
    def is_complete(self) -> bool:
        """Whether the first import is complete."""
        return self.state.complete

    @property
    def cursor(self) -> Cursor | None:
        """Where a read of all pages was interrupted; None when none is under way."""
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
        rows = self._active_saves()[:count].values_list(*_SAVE_PATHS, "track__fingerprint")
        found = [(_stored_save(values), fingerprint) for *values, fingerprint in rows]
        self._fingerprints = {save.key: fingerprint for save, fingerprint in found if save.key}
        return [save for save, _ in found]

    def all(self) -> list[StoredSave]:
        return _stored_saves(self._active_saves())

    def saves_of_tracks(self, keys: Iterable[str]) -> list[StoredSave]:
        """Returns the active saves of these tracks."""
        active = self._active_saves()
        # In parts: SQLite takes a limited number of values in one statement.
        return [
            save for part in chunks(list(keys)) for save in _stored_saves(active.filter(track__key__in=part))
        ]

    def apply(self, changes: Changes, cursor: Cursor | None = None) -> tuple[StoredSave, ...]:
        """Stores `changes` and how far the reader has come; returns the arrivals as saves.

        Ten pages of changes are one transaction. Raises `LibraryOvertaken` when another worker has written to this
        library meanwhile: nothing is stored then.
        """
        # A page on which nothing differs costs one query at most, and no commit.
        if not (
            changes.has_changes or cursor or have_changed(_tracks_in(changes), self._fingerprints, self.user)
        ):
            return ()
        saves: tuple[StoredSave, ...] = ()
        *parts, last = split_changes(changes)
        for part in parts:
            saves = self._store(part) + saves
        # The lowest arrival is in an earlier part: only now it has a ref.
        if cursor and cursor.anchor is None and saves:
            cursor = replace(cursor, anchor=saves[-1].ref)
        return self._store(last, cursor) + saves

    def _store(self, changes: Changes, cursor: Cursor | None = None) -> tuple[StoredSave, ...]:
        try:
            return self._store_once(changes, cursor)
        except IntegrityError:
            # A track that nobody had saved went from the catalogue since it was looked up (`library.retention`).
            return self._store_once(changes, cursor)

    def _store_once(self, changes: Changes, cursor: Cursor | None) -> tuple[StoredSave, ...]:
        counts = StoreCounts()
        with transaction.atomic():
            # The shared rows first, then the person's: all workers lock in this order (see `catalogue`).
            ids, counts.changed = store_tracks(_tracks_in(changes), self.user)
            fields = self._lock_state()
            now = fields["changed_at"]
            counts.missing, counts.resaved = close_saves(self.user, changes.departures, now)
            relinked = relink_saves(self.user, changes.relinked, ids)
            opened = open_saves(self.user, changes.arrivals, ids, now)
            saves = opened.saves
            counts.relinked = relinked + opened.relinked
            begun = sum(arrival.ref is None for arrival in changes.arrivals)
            counts.added = begun - counts.resaved - opened.returned
            fields["current_saves"] = self.state.current_saves + begun - counts.missing - counts.resaved
            fields |= _cursor_fields(cursor, saves) if cursor else {}
            LibraryState.objects.filter(pk=self.state.pk).update(**fields)
        self._remember(fields)
        self._fingerprints = {}
        self.has_missing |= counts.missing > 0
        self.counts += counts
        return saves

    @property
    def expected_total(self) -> int | None:
        """Spotify's total as it should be by the active saves; None before the first import is complete."""
        return self.state.current_saves + self.state.expected_difference if self.is_complete else None

    def expects(self, total: int) -> bool:
        """Returns whether Spotify's total is the one to expect from the active saves."""
        return self.state.current_saves + self.state.expected_difference == total

    def reconcile_is_due(self, own_day: int | None = None) -> bool:
        """Returns whether all pages are to be read again: `RECONCILE_EVERY`; see `reconcile_is_due`."""
        last = self.state.reconciled_at
        return last is None or reconcile_is_due(last, self.now(), own_day)

    def expect(self, total: int) -> None:
        """Stores how much Spotify's total differs from the active saves, as the difference to expect from now on."""
        self.update_state(expected_difference=total - self.state.current_saves)

    def claim_daily_full_read(self) -> bool:
        """Returns whether all pages may be read today to explain a total; at most once a day."""
        if self._is_today(self.state.fell_back_at):
            return False
        self.update_state(fell_back_at=self.now())
        return True

    def may_search(self) -> bool:
        """Returns whether to search for differences today: not after readings that found no rest, until tomorrow."""
        return not self._is_today(self.state.unsettled_at) or self.state.unsettled_count < MAX_UNSETTLED

    def count_unsettled(self, *, ends_day: bool) -> None:
        """Counts a reading that did not come to rest; with `ends_day` the day has no other, as after all pages in vain."""
        count = self.state.unsettled_count if self._is_today(self.state.unsettled_at) else 0
        if count < MAX_UNSETTLED:
            count = MAX_UNSETTLED if ends_day else count + 1
            self.update_state(unsettled_at=self.now(), unsettled_count=count)

    def _is_today(self, moment: datetime | None) -> bool:
        return moment is not None and moment.date() >= self.now().date()

    def finish_full_read(self) -> None:
        """Stores that all pages have been read: the import is complete, and the cursor goes."""
        self.update_state(complete=True, cursor_offset=None, reconciled_at=self.now())

    def _active_saves(self) -> QuerySet[SavedTrack]:
        active = SavedTrack.objects.filter(LISTED, user=self.user)
        return active.order_by("-position", "pk")

    @contextmanager
    def lock(self) -> Iterator[datetime]:
        """A transaction that no other worker can be in for this library, and its moment. Raises `LibraryOvertaken`."""
        with transaction.atomic():
            fields = self._lock_state()
            yield fields["changed_at"]
        self._remember(fields)

    def moment(self) -> datetime:
        """Returns the time for a change: not before those that other workers have stored, whose clocks may be ahead."""
        now, last = self.now(), self.state.changed_at
        return now if last is None or now >= last else last + timedelta(microseconds=1)

    def update_state(self, **fields: Any) -> None:
        LibraryState.objects.filter(pk=self.state.pk).update(**fields)
        self._remember(fields)

    def _remember(self, fields: dict[str, Any]) -> None:
        for field, value in fields.items():
            setattr(self.state, field, value)

    def _lock_state(self) -> dict[str, Any]:
        """Locks the person's state until the commit; raises `LibraryOvertaken` when its revision has changed."""
        # A conditional UPDATE instead of SELECT FOR UPDATE, which SQLite does not have.
        fields = {"revision": self.state.revision + 1, "changed_at": self.moment()}
        unchanged = LibraryState.objects.filter(pk=self.state.pk, revision=self.state.revision)
        if not unchanged.update(**fields):
            raise LibraryOvertaken(when=self.now() + OVERTAKEN_WAIT)
        return fields


def reconcile_is_due(last: datetime, now: datetime, own_day: int | None = None) -> bool:
    """Returns whether a library whose pages were all read at `last` is to be read again.

    Days are counted and not hours: a sync that begins a second earlier than a week ago is not put off by a day. With
    `own_day`, any number that stays the person's, the first read after an import moves by half a period at most, to a
    day that the later ones keep.
    """
    period = settings.RECONCILE_EVERY.days
    if not period:
        return True
    due = last.toordinal() + period
    if own_day is not None:
        earliest = last.toordinal() + (period + 1) // 2
        due = earliest + (own_day - earliest) % period
    return last.toordinal() + round((now - last) / timedelta(days=1)) >= due


def _cursor_fields(cursor: Cursor, saves: tuple[StoredSave, ...]) -> dict[str, Any]:
    anchor = saves[-1].ref if cursor.anchor is None and saves else cursor.anchor
    return {
        "cursor_offset": cursor.offset,
        "cursor_total": cursor.total,
        "cursor_anchor": anchor,
        "cursor_clean": cursor.clean,
        "cursor_parked": parked.serialize_pages(cursor.parked),
    }


def _tracks_in(changes: Changes) -> Iterable[Any]:
    sightings: tuple[Sighting, ...] = changes.relinked + changes.seen
    records = [sighting.record for sighting in sightings] + [arrival.record for arrival in changes.arrivals]
    return (record.track for record in records if record.track)


_SAVE_PATHS = ("pk", "track__key", "added_at", "track__isrc", "former_keys", "ordinal")


def _stored_saves(rows: QuerySet[SavedTrack]) -> list[StoredSave]:
    return [_stored_save(values) for values in rows.values_list(*_SAVE_PATHS)]


def _stored_save(values: Sequence[Any]) -> StoredSave:
    pk, key, added_at, isrc, former, ordinal = values
    return StoredSave(pk, key, added_at, isrc or "", tuple(former), ordinal)


def split_changes(changes: Changes) -> list[Changes]:
    """Returns `changes` in parts that one transaction can take, in the order to store them.

    Departures come first, because a save may return at another place. Arrivals are stored from the lowest up, so that
    what is in the database when a worker dies has no hole.
    """
    parts = [Changes(departures=part) for part in chunks(changes.departures)]
    parts += [Changes(relinked=part) for part in chunks(changes.relinked)]
    parts += [Changes(seen=part) for part in chunks(changes.seen)]
    parts += [Changes(arrivals=part) for part in reversed(list(chunks(changes.arrivals)))]
    return parts if len(parts) > _kinds(changes) else [changes]


def chunks(items: Sequence[Item]) -> Iterator[tuple[Item, ...]]:
    """Returns `items` in parts of at most `MAX_CHANGES`."""
    return (tuple(items[start : start + MAX_CHANGES]) for start in range(0, len(items), MAX_CHANGES))


def _kinds(changes: Changes) -> int:
    """Returns the number of kinds of change there are."""
    return sum(map(bool, (changes.departures, changes.relinked, changes.seen, changes.arrivals)))


@dataclass(slots=True)
class StoreCounts:
    """What was stored. `added` leaves out tracks saved again and those that were missing.

    `missing` are saves that are not listed any more; `changed` counts tracks that Spotify describes anew.
    """

    added: int = 0
    missing: int = 0
    resaved: int = 0
    relinked: int = 0
    changed: int = 0

    def __iadd__(self, other: StoreCounts) -> StoreCounts:
        for field in self.__slots__:
            setattr(self, field, getattr(self, field) + getattr(other, field))
        return self
