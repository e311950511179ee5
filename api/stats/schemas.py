"""Which saves a statistic is about, as a query says it. The answers are the dataclasses of `library.statistics`."""

from __future__ import annotations

from datetime import date

from ninja import Schema
from pydantic import Field

from library.statistics.period import Period


class PeriodQuery(Schema):
    """The parameters that every statistic has."""

    first: date | None = Field(
        None, description="The first day, in your time zone. Left out: from the first."
    )
    last: date | None = Field(None, description="The last day, in your time zone. Left out: until today.")
    as_it_is: bool = Field(
        False, description="Count only what is saved today, and not what was removed since."
    )

    def to_period(self) -> Period:
        """Returns the period of `library.statistics`."""
        return Period(self.first, self.last, self.as_it_is)
