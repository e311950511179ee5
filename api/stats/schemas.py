"""Which saves a statistic is about, as a query says it. The answers are the dataclasses of `library.statistics`, but for durations."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field

from api.parameters import Day
from library.statistics.firsts import GenreWait
from library.statistics.period import Period


class PeriodQuery(Schema):
    """The parameters that every statistic has."""

    first: Day | None = Field(None, description="The first day, in your time zone. Left out: from the first.")
    last: Day | None = Field(None, description="The last day, in your time zone. Left out: until today.")
    as_it_is: bool = Field(
        False, description="Count only what is saved today, and not what was removed since."
    )

    def to_period(self) -> Period:
        """Returns the period of `library.statistics`."""
        return Period(self.first, self.last, self.as_it_is)


class GenreDelay(Schema):
    """How long it took until a genre of a save was known: of the `known` ones; `waiting` have none yet.

    The seconds are null while no genre is known.
    """

    known: int
    waiting: int
    mean_seconds: float | None
    longest_seconds: float | None

    @classmethod
    def of(cls, wait: GenreWait) -> GenreDelay:
        """Returns a wait as the API shows it."""
        return cls(
            known=wait.known,
            waiting=wait.waiting,
            mean_seconds=wait.mean.total_seconds() if wait.mean is not None else None,
            longest_seconds=wait.longest.total_seconds() if wait.longest is not None else None,
        )
