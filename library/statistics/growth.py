"""Which genre grew most, and which shrank most: from one time to another, by its share. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from library.statistics.genres import GenreCount

FEWEST_TRACKS = 5
"""With fewer, one track more or less would turn a month's taste around."""


@dataclass(frozen=True, slots=True)
class Growth:
    """`before` and `after`: the genre among the tracks of each time whose genre is known."""

    before: GenreCount
    after: GenreCount

    @property
    def genre(self) -> str:
        return self.after.genre

    @property
    def difference(self) -> float:
        """In shares: 0.15 from 4 % to 19 %."""
        return self.after.share - self.before.share


@dataclass(frozen=True, slots=True)
class Comparison:
    """The bars of a chart that were compared, oldest first, and two genres; None where none grew, or none shrank."""

    before: Sequence[date]
    after: Sequence[date]
    grew: Growth | None
    shrank: Growth | None


def change_over_range(counts: Mapping[date, Counter[str]], starts: Sequence[date]) -> Comparison | None:
    """Compares the first half of the bars with the second one; None where a half has no known genre.

    Halves and not the first and the last one alone, in which few tracks may have been saved:

        bars      Jan  Feb  Mar | Apr  May  Jun
        hip hop    1    0    1  |  3    2    4   of 20 known tracks each: from 10 % to 45 %
    """
    middle = len(starts) // 2
    return _compare(counts, starts[:middle], starts[middle:])


def change_at_the_end(counts: Mapping[date, Counter[str]], starts: Sequence[date]) -> Comparison | None:
    """Compares the last two bars of at least `FEWEST_TRACKS` tracks whose genre is known; None without two."""
    known = [start for start in starts if _known(counts.get(start, Counter())) >= FEWEST_TRACKS]
    return _compare(counts, known[-2:-1], known[-1:])


def _compare(
    counts: Mapping[date, Counter[str]], before: Sequence[date], after: Sequence[date]
) -> Comparison | None:
    first, second = _sum(counts, before), _sum(counts, after)
    if not _known(first) or not _known(second):
        return None
    found = [Growth(_count(genre, first), _count(genre, second)) for genre in sorted(first | second) if genre]
    # Of equal ones the first by the alphabet.
    grew = max(found, key=lambda one: one.difference)
    shrank = min(found, key=lambda one: one.difference)
    return Comparison(
        before, after, grew if grew.difference > 0 else None, shrank if shrank.difference < 0 else None
    )


def _sum(counts: Mapping[date, Counter[str]], starts: Iterable[date]) -> Counter[str]:
    total: Counter[str] = Counter()
    for start in starts:
        total.update(counts.get(start, Counter()))
    return total


def _known(counts: Counter[str]) -> int:
    return counts.total() - counts[""]


def _count(genre: str, counts: Counter[str]) -> GenreCount:
    return GenreCount(genre, counts[genre], counts[genre] / _known(counts))
