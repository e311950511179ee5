"""The music on the first page: the newest saves, what was saved and removed lately, and a chart of the last months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.time_zones import zone_of
from library.recent_changes import ListedChange, recent_changes
from library.statistics.months import traffic
from library.statistics.period import Period
from website.charts import ChartKind, ChartPresenter, Series
from website.presenters import format_count, format_local_day
from website.track_rows import TrackRow

# Two rows of six covers, or six of two on a telephone.
NEWEST_SHOWN = 12
NAMED = 5
RECENT = timedelta(days=7)
MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class ChangePresenter:
    """What was saved, or removed: how much, the first tracks, and how many more there are, "" for none."""

    headline: str
    tracks: list[TrackRow]
    more: str


@dataclass(frozen=True, slots=True)
class MusicPresenter:
    """What a person's library is shown by. `unchanged` says in a sentence which changes there were not, "" for none."""

    newest: list[TrackRow]
    changes: list[ChangePresenter]
    unchanged: str
    chart: ChartPresenter


def present_music(user: User) -> MusicPresenter:
    """Returns the music of the first page, in a fixed number of queries."""
    changes = recent_changes(user, timezone.now() - RECENT, newest=NEWEST_SHOWN, named=NAMED)
    saved, removed = changes.came, changes.went
    named = [
        (saved, ngettext("%(count)s track saved", "%(count)s tracks saved", saved.count)),
        (removed, ngettext("%(count)s track removed", "%(count)s tracks removed", removed.count)),
    ]
    return MusicPresenter(
        [TrackRow.of(track, format_local_day(track.added_at)) for track in changes.newest],
        [_present_change(change, headline) for change, headline in named if change.count],
        _describe_unchanged(has_saved=bool(saved.count), has_removed=bool(removed.count)),
        _present_months(user),
    )


def _present_change(change: ListedChange, headline: str) -> ChangePresenter:
    return ChangePresenter(
        headline % {"count": format_count(change.count)},
        [TrackRow.of(track) for track in change.tracks],
        _describe_more(change.count - len(change.tracks)),
    )


def _describe_more(more: int) -> str:
    return (
        ngettext("and %(more)s more", "and %(more)s more", more) % {"more": format_count(more)}
        if more
        else ""
    )


def _describe_unchanged(*, has_saved: bool, has_removed: bool) -> str:
    if has_saved and has_removed:
        return ""
    if has_saved:
        return _("Nothing was removed.")
    return _("Nothing was saved.") if has_removed else _("Nothing was saved or removed.")


def _present_months(user: User) -> ChartPresenter:
    months = _last_months(timezone.localdate(timezone=zone_of(user)))
    saved = {one.month: one.saved for one in traffic(user, Period(first=months[0]))}
    values = [saved.get(month, 0) for month in months]
    has_any = any(values)
    return ChartPresenter(
        "saved-by-month",
        ChartKind.BARS,
        _("Saved by month"),
        _describe_months(months, values) if has_any else _("Nothing was saved in the last twelve months."),
        _("Month"),
        [date_format(month, "M Y") for month in months] if has_any else [],
        [Series(_("Saved"), values)] if has_any else [],
        size="small",
    )


def _last_months(today: date) -> list[date]:
    """Returns the first days of the last months, this one included, oldest first."""
    numbers = range(today.year * 12 + today.month - MONTHS_SHOWN, today.year * 12 + today.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _describe_months(months: Sequence[date], values: Sequence[int]) -> str:
    most = max(values)
    current = _("No track saved this month.")
    if values[-1]:
        current = ngettext(
            "%(count)s track saved this month.", "%(count)s tracks saved this month.", values[-1]
        ) % {"count": format_count(values[-1])}
    if most == values[-1]:
        return _("%(current)s It is the most in twelve months.") % {"current": current}
    return _("%(current)s The most were %(count)s in %(month)s.") % {
        "current": current,
        "count": format_count(most),
        "month": date_format(months[values.index(most)], "F Y"),
    }
