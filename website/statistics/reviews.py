"""A year in review: its page, and the picture that a script makes of the same data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from library.listed_tracks import ListedTrack
from library.statistics.grouping import Grouping
from library.statistics.tops import PicturedTop
from library.statistics.year_review import YearReview
from library.statistics.years import SavedYear
from website.charts import ChartPresenter
from website.presenters import format_count
from website.statistics.charts import Stat, format_share, present_traffic, sound_stats
from website.statistics.presenters import Axis
from website.track_rows import TrackRow

MOST_NEW_GENRES = 24
FEW_DAYS = 2
"""A streak of fewer days is none to speak of."""


@dataclass(frozen=True, slots=True)
class YearReviewPresenter:
    """`previous` and `following` are the nearest years with a save; None without."""

    found: YearReview
    previous: int | None
    following: int | None
    today: date

    @property
    def year(self) -> int:
        return self.found.year

    @property
    def is_unfinished(self) -> bool:
        return self.year == self.today.year

    @property
    def artists(self) -> list[PicturedTop]:
        return self.found.artists

    @property
    def albums(self) -> list[PicturedTop]:
        return self.found.albums

    @property
    def genres(self) -> list[Stat]:
        return [Stat(one.genre, format_share(one.share)) for one in self.found.genres]

    @property
    def new_genres(self) -> list[str]:
        return self.found.new_genres[:MOST_NEW_GENRES]

    @property
    def more_new_genres(self) -> int:
        return max(len(self.found.new_genres) - MOST_NEW_GENRES, 0)

    @property
    def totals(self) -> list[Stat]:
        found = self.found
        stats = [
            Stat(_("Saved"), format_count(found.saved)),
            Stat(_("Removed"), format_count(found.removed)),
        ]
        if found.streak.days > FEW_DAYS:
            days = ngettext("%(number)s day", "%(number)s days", found.streak.days)
            since = _("a save every day, %(first)s to %(last)s") % {
                "first": _day(found.streak.first),
                "last": _day(found.streak.last),
            }
            stats.append(Stat(_("Longest streak"), days % {"number": found.streak.days}, since))
        day, saved = found.busiest
        tracks = ngettext("%(number)s track", "%(number)s tracks", saved) % {"number": format_count(saved)}
        stats.append(Stat(_("Busiest day"), _day(day), tracks))
        return stats

    @property
    def months(self) -> ChartPresenter:
        # Until today, where the year goes on.
        last = self.today if self.is_unfinished else date(self.year, 12, 31)
        last = max(last, self.found.months[-1].month)
        starts = Grouping.MONTH.between(date(self.year, 1, 1), last)
        return present_traffic(self.found.months, Axis(Grouping.MONTH, starts), as_it_is=False).chart

    @property
    def ends(self) -> list[tuple[str, TrackRow]]:
        """The first and the last save of the year, or the only one."""
        first, last = self.found.first, self.found.last
        if first.save_id == last.save_id:
            return [(_("The only save"), _row(first))]
        name = _("Last save so far") if self.is_unfinished else _("Last save")
        return [(_("First save"), _row(first)), (name, _row(last))]

    @property
    def sound(self) -> list[Stat]:
        return sound_stats(self.found.sound, self.found.sound_before, before_name=str(self.year - 1))

    @property
    def picture(self) -> dict[str, Any]:
        """What `year_picture.js` draws."""
        lists = {
            _("Top artists"): [one.name for one in self.artists],
            _("Top albums"): [one.name for one in self.albums],
            _("Top genres"): [one.label for one in self.genres],
        }
        return {
            "title": _("My %(year)s in music") % {"year": self.year},
            "totals": [{"label": one.label, "value": one.value} for one in self.totals],
            "lists": [{"title": title, "items": items} for title, items in lists.items() if items],
            "foot": _("Data from Spotify. Made with %(site)s") % {"site": settings.SITE_NAME},
            "file": f"{self.year}.png",
        }


def present_year(found: YearReview, years: list[SavedYear], today: date) -> YearReviewPresenter:
    """Returns a year with the years around it."""
    before = [one.year for one in years if one.year < found.year]
    behind = [one.year for one in years if one.year > found.year]
    return YearReviewPresenter(found, before[-1] if before else None, behind[0] if behind else None, today)


def _day(day: date) -> str:
    return date_format(day, _("j M"))


def _row(track: ListedTrack) -> TrackRow:
    return TrackRow.of(track, date_format(timezone.localtime(track.added_at), _("j M")))
