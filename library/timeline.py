"""What came into a person's library and what went, day by day in their time zone, newest day first.

By the days on which it was saved and removed, not by those on which a sync noticed it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, DateField, Exists, F, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber, TruncDate

from accounts.models import User
from accounts.time_zones import zone_of
from library.events import EventKind
from library.listed_tracks import ListedTrack, list_tracks
from library.models import SavedTrack
from library.rules.conditions import SavedBetween
from library.rules.days import FIRST_DAY, LAST_DAY, bounds, within_calendar

_FIELDS = ("added_at", "removed_at")


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """The changes of one kind on a day: `tracks` are the newest of `count`."""

    kind: EventKind
    count: int
    tracks: list[ListedTrack]

    @property
    def more(self) -> int:
        return self.count - len(self.tracks)


@dataclass(frozen=True, slots=True)
class TimelineDay:
    """`entries` in the order of `EventKind`, without kinds of which nothing happened."""

    day: date
    entries: list[TimelineEntry]


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """`before` is what the next page is asked for by; None on the last one."""

    days: list[TimelineDay]
    before: date | None


_Key = tuple[date, EventKind]


def timeline_page(user: User, *, before: date | None = None, days: int = 14, tracks: int = 5) -> TimelinePage:
    """Returns the newest `days` on which anything changed, of those before a day. Seven queries, however many there are.

    A track that is saved with a new date, or again after it was removed, is `saved_again`; where the new save takes the
    place of an older one, that one is not `removed`. Pages begin at days: what changes meanwhile moves none of them.
    """
    last = within_calendar(before) - timedelta(days=1) if before else LAST_DAY
    changed = sorted(set(_changed_days(user, last, days + 1)), reverse=True)
    shown = changed[:days]
    if not shown:
        return TimelinePage([], None)
    changes = _changes(user, shown[-1], shown[0], tracks)
    ids = {pk for _, pks in changes.values() for pk in pks}
    listed = {one.save_id: one for one in list_tracks(SavedTrack.objects.filter(pk__in=ids))}
    return TimelinePage(
        [
            TimelineDay(
                day,
                [
                    TimelineEntry(kind, count, [listed[pk] for pk in pks if pk in listed])
                    for kind in EventKind
                    for count, pks in [changes.get((day, kind), (0, []))]
                    if count
                ],
            )
            for day in shown
        ],
        shown[-1] if len(changed) > days else None,
    )


def _changed_days(user: User, last: date, count: int) -> Iterator[date]:
    """Yields the newest days up to `last` on which tracks were saved, and those on which some were removed."""
    for field, found in zip(_FIELDS, _queries(user, FIRST_DAY, last), strict=True):
        lines = found.order_by().values_list(_day(field, user), flat=True).distinct()
        yield from lines.order_by(_day(field, user).desc())[:count]


def _changes(user: User, first: date, last: date, most: int) -> dict[_Key, tuple[int, list[int]]]:
    """Returns for each day and kind how many changes there are, and the ids of the newest saves. Two queries."""
    changes: dict[_Key, tuple[int, list[int]]] = {}
    for field, found in zip(_FIELDS, _queries(user, first, last), strict=True):
        newest = [F(field).desc(), F("position").desc(), F("pk").desc()]
        together = ["day", "kind"]
        rows = (
            found.annotate(day=_day(field, user))
            .annotate(place=Window(RowNumber(), partition_by=together, order_by=newest))
            .annotate(count=Window(Count("pk"), partition_by=together))
            .filter(place__lte=most)
            .order_by("place")
        )
        for day, kind, count, pk in rows.values_list("day", "kind", "count", "pk"):
            _, pks = changes.setdefault((day, EventKind(kind)), (count, []))
            pks.append(pk)
    return changes


def _queries(user: User, first: date, last: date) -> tuple[QuerySet[SavedTrack], QuerySet[SavedTrack]]:
    """Returns the saves that began in these days, and those that ended without another in their place."""
    start, end = bounds(SavedBetween(first, last), zone_of(user), last)
    saves = SavedTrack.objects.filter(user=user, track__isnull=False)
    others = saves.filter(track=OuterRef("track")).exclude(pk=OuterRef("pk"))
    began = saves.filter(added_at__gte=start, added_at__lt=end)
    ended = saves.filter(removed_at__gte=start, removed_at__lt=end)
    # Looked up for the few tracks that were ever removed, and not for each save of an import.
    removed = saves.filter(removed_at__isnull=False).values("track")
    again = Q(track__in=removed) & Q(Exists(others.filter(removed_at__lte=OuterRef("added_at"))))
    kind = Case(When(again, then=Value(EventKind.SAVED_AGAIN)), default=Value(EventKind.SAVED))
    gone = ended.exclude(Exists(others.filter(added_at=OuterRef("removed_at"))))
    return began.annotate(kind=kind), gone.annotate(kind=Value(EventKind.REMOVED))


def _day(field: str, user: User) -> TruncDate:
    return TruncDate(F(field), tzinfo=zone_of(user), output_field=DateField())
