"""What all pages of statistics have: the range picker, the switches, the segments, and times in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from library.statistics.grouping import Grouping, grouping_for
from library.statistics.years import SavedYear
from website.statistics.forms import EVERYTHING, LAST_12_MONTHS, OWN, THIS_YEAR, Choice

SEGMENTS = {
    "statistics": gettext_lazy("Genres"),
    "statistics-saved": gettext_lazy("Saved and removed"),
    "statistics-sound": gettext_lazy("Sound"),
    "statistics-top": gettext_lazy("Artists and albums"),
    "statistics-years": gettext_lazy("Years"),
}
GROUPING_LABELS = {
    Grouping.MONTH: gettext_lazy("Month"),
    Grouping.QUARTER: gettext_lazy("Quarter"),
    Grouping.YEAR: gettext_lazy("Year"),
}


class Link(NamedTuple):
    """A link among others, of which one is the page that is shown."""

    href: str
    label: str | Promise
    is_current: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """The bars of the charts of a page, oldest first: also those in which nothing was saved. Empty where there is no day."""

    grouping: Grouping
    starts: Sequence[date]

    @classmethod
    def of(cls, choice: Choice, years: Sequence[SavedYear], today: date) -> Axis:
        """Returns those from the range's first day to its last, but none before the first save, and none of the future."""
        if not years:
            return cls(Grouping.MONTH, [])
        first = max(choice.first or years[0].first, years[0].first)
        last = min(choice.last or date.max, max(today, years[-1].last))
        if last < first:
            return cls(Grouping.MONTH, [])
        grouping = grouping_for(first, last)
        return cls(grouping, grouping.between(first, last))

    @property
    def name(self) -> str:
        return str(GROUPING_LABELS[self.grouping])

    @property
    def labels(self) -> list[str]:
        return [self.label(start) for start in self.starts]

    def label(self, start: date) -> str:
        return format_start(start, self.grouping)

    def span(self, starts: Sequence[date]) -> str:
        """Returns “Jun 2026” for one bar, “Jun to Nov 2026” or “Dec 2025 to May 2026” for several."""
        if len(starts) == 1:
            return self.label(starts[0])
        first, last = starts[0], starts[-1]
        is_same_year = self.grouping is Grouping.MONTH and first.year == last.year
        begin = date_format(first, "M") if is_same_year else self.label(first)
        return _("%(first)s to %(last)s") % {"first": begin, "last": self.label(last)}


def format_start(start: date, grouping: Grouping) -> str:
    """Returns “Nov 2026”, “Q4 2026” or “2026”."""
    match grouping:
        case Grouping.MONTH:
            return date_format(start, "M Y")
        case Grouping.QUARTER:
            return _("Q%(quarter)s %(year)s") % {"quarter": (start.month + 2) // 3, "year": start.year}
        case Grouping.YEAR:
            return str(start.year)


@dataclass(frozen=True, slots=True)
class RangePresenter:
    """The range picker and the switches of one page. `hidden`: what its form of days keeps."""

    choice: Choice
    years: Sequence[SavedYear]
    path: str

    @property
    def presets(self) -> list[Link]:
        names = {
            LAST_12_MONTHS: _("Last 12 months"),
            THIS_YEAR: _("This year"),
            EVERYTHING: _("Everything"),
        }
        return [self._range(name, label) for name, label in names.items()]

    @property
    def year_links(self) -> list[Link]:
        return [self._range(str(one.year), str(one.year)) for one in reversed(self.years)]

    @property
    def is_open(self) -> bool:
        """Whether the years and the days are shown: one of them is chosen, or wrong."""
        return self.choice.days.is_bound or any(link.is_current for link in self.year_links)

    @property
    def library_links(self) -> list[Link]:
        return [
            self._link(self.choice.of_library(as_it_is=value), label, self.choice.as_it_is is value)
            for value, label in ((False, _("As it was")), (True, _("As it is today")))
        ]

    @property
    def count_links(self) -> list[Link]:
        return [
            self._link(self.choice.of_genres(by_count=value), label, self.choice.by_count is value)
            for value, label in ((False, _("Share")), (True, _("Tracks")))
        ]

    @property
    def hidden(self) -> dict[str, str]:
        kept = {
            name: value for name, value in self.choice.parameters.items() if name in {"library", "genres"}
        }
        return {"range": OWN} | kept

    def _range(self, name: str, label: str) -> Link:
        return self._link(self.choice.of_range(name), label, self.choice.name == name)

    def _link(self, choice: Choice, label: str, is_current: bool) -> Link:
        return Link(f"{self.path}{choice.query}", label, is_current)


def present_segments(current: str, choice: Choice | None) -> list[Link]:
    """Returns the pages of the statistics, which keep the choice among each other."""
    query = choice.query if choice else ""
    return [Link(f"{reverse(name)}{query}", label, name == current) for name, label in SEGMENTS.items()]
