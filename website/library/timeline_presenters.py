"""The timeline: what came into the library and what went, day by day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from library.events import EventKind
from library.models import SavedTrack
from library.timeline import TimelineDay, TimelineEntry, timeline_page
from website.presenters import format_count, format_day
from website.track_rows import TrackRow


class MonthChoice(NamedTuple):
    """A month that can be jumped to: "2026-05" and its name."""

    value: str
    label: str


class MonthsOfYear(NamedTuple):
    """The months of a year, the newest first."""

    year: str
    months: list[MonthChoice]


@dataclass(frozen=True, slots=True)
class EntryPresenter:
    """The changes of one kind on a day. `href` lists all of them, "" where no list does."""

    title: str
    rows: list[TrackRow]
    more: str
    href: str


@dataclass(frozen=True, slots=True)
class DayPresenter:
    """A day on which something came or went."""

    title: str
    entries: list[EntryPresenter]


@dataclass(frozen=True, slots=True)
class TimelinePresenter:
    """`earlier` is the address of the next page, "" on the last; `month` is the month that was jumped to."""

    days: list[DayPresenter]
    years: list[MonthsOfYear]
    month: str
    earlier: str
    is_latest: bool


def present_timeline(user: User, query: Mapping[str, str]) -> TimelinePresenter:
    """Returns the page that the address names: `?month=2026-05`, `?before=2026-05-26`; the newest otherwise."""
    before, month = _parse_day(query.get("before", "")), query.get("month", "")
    first = _parse_day(f"{month}-01")
    if first is None:
        month = ""
    elif before is None:
        before = _month_after(first)
    page = timeline_page(user, before=before)
    values = {"month": month} if month else {}
    earlier = urlencode(values | {"before": page.before.isoformat()}) if page.before else ""
    return TimelinePresenter(
        [_present_day(day) for day in page.days],
        _years(user),
        month,
        f"{reverse('library-timeline')}?{earlier}" if earlier else "",
        is_latest=before is None,
    )


def _present_day(day: TimelineDay) -> DayPresenter:
    title = _("%(weekday)s, %(day)s") % {"weekday": date_format(day.day, "l"), "day": format_day(day.day)}
    return DayPresenter(title, [_present_entry(entry, day.day) for entry in day.entries])


def _present_entry(entry: TimelineEntry, day: date) -> EntryPresenter:
    more = ngettext("and %(count)s more", "and %(count)s more", entry.more) % {
        "count": format_count(entry.more)
    }
    return EntryPresenter(
        _describe_kind(entry),
        [TrackRow.of(track) for track in entry.tracks],
        more if entry.more else "",
        _list_of(entry.kind, day),
    )


def _describe_kind(entry: TimelineEntry) -> str:
    count = entry.count
    match entry.kind:
        case EventKind.SAVED:
            text = ngettext("%(count)s saved", "%(count)s saved", count)
        case EventKind.SAVED_AGAIN:
            text = ngettext("%(count)s saved again", "%(count)s saved again", count)
        case EventKind.REMOVED:
            text = ngettext("%(count)s removed", "%(count)s removed", count)
    return text % {"count": format_count(count)}


def _list_of(kind: EventKind, day: date) -> str:
    if kind is EventKind.REMOVED:
        return f"{reverse('library')}?removed=only"
    query = {"removed": "any", "saved_from": day.isoformat(), "saved_to": day.isoformat()}
    return f"{reverse('library')}?{urlencode(query)}"


def _years(user: User) -> list[MonthsOfYear]:
    """Returns the months since the first save. One query."""
    saves = SavedTrack.objects.filter(user=user, track__isnull=False)
    first = saves.aggregate(first=Min("added_at"))["first"]
    if first is None:
        return []
    begin, month = timezone.localtime(first).date().replace(day=1), timezone.localdate().replace(day=1)
    months = []
    while month >= begin:
        months.append(month)
        month = (
            month.replace(year=month.year - 1, month=12)
            if month.month == 1
            else month.replace(month=month.month - 1)
        )
    return [
        MonthsOfYear(
            str(year),
            [MonthChoice(f"{one:%Y-%m}", date_format(one, "YEAR_MONTH_FORMAT")) for one in of_year],
        )
        for year, of_year in groupby(months, lambda one: one.year)
    ]


def _month_after(first: date) -> date | None:
    if (first.year, first.month) >= (9999, 12):
        return None
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _parse_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
