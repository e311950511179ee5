"""Longer ranges by quarter or by year instead of by month. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from enum import IntEnum

from library.statistics.months import Mean, Sound, Traffic
from providers.source import FEATURE_NAMES

MOST_BARS = 36
"""More than this cannot be told apart on a telephone."""


class Grouping(IntEnum):
    """How many months are one bar of a chart, which is known by the first day of its first month."""

    MONTH = 1
    QUARTER = 3
    YEAR = 12

    def start_of(self, day: date) -> date:
        return date(day.year, (day.month - 1) // self * self + 1, 1)

    def between(self, first: date, last: date) -> list[date]:
        """Returns every bar from that of `first` to that of `last`, also those in which nothing was saved."""
        start, end = (day.year * 12 + day.month - 1 for day in (self.start_of(first), last))
        return [date(number // 12, number % 12 + 1, 1) for number in range(start, end + 1, self)]


def grouping_for(first: date, last: date) -> Grouping:
    """Returns months, or what makes no more than `MOST_BARS` of the range; years in any case."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    fits = (one for one in Grouping if -(-months // one) <= MOST_BARS)
    return next(fits, Grouping.YEAR)


def grouped_genres(months: Mapping[date, Counter[str]], grouping: Grouping) -> dict[date, Counter[str]]:
    """Returns the counts of `main_genres_by_month` by the first day of each bar."""
    found: dict[date, Counter[str]] = {}
    for month, counts in months.items():
        found.setdefault(grouping.start_of(month), Counter()).update(counts)
    return found


def grouped_traffic(months: Iterable[Traffic], grouping: Grouping) -> dict[date, Traffic]:
    """Returns saves and removals by the first day of each bar."""
    found: dict[date, Traffic] = {}
    for one in months:
        start = grouping.start_of(one.month)
        before = found.get(start, Traffic(start, 0, 0))
        found[start] = Traffic(start, before.saved + one.saved, before.removed + one.removed)
    return found


def grouped_sounds(months: Iterable[Sound], grouping: Grouping) -> dict[date, Sound]:
    """Returns the means by the first day of each bar: each track counts the same, in a full month as in an empty one."""
    found: dict[date, list[Sound]] = {}
    for one in months:
        found.setdefault(grouping.start_of(one.month), []).append(one)
    return {start: mean_sound(start, sounds) for start, sounds in found.items()}


def mean_sound(start: date, sounds: Iterable[Sound]) -> Sound:
    """Returns the sounds as one that begins at `start`."""
    sounds = list(sounds)
    means = {name: _mean(one.means[name] for one in sounds) for name in FEATURE_NAMES}
    return Sound(start, sum(one.tracks for one in sounds), means)


def _mean(means: Iterable[Mean]) -> Mean:
    known = [(one.value, one.tracks) for one in means if one.value is not None]
    tracks = sum(count for _, count in known)
    return Mean(sum(value * count for value, count in known) / tracks if tracks else None, tracks)
