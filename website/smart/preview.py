"""What rules would put into a sheet, before anything is saved."""

from __future__ import annotations

from dataclasses import dataclass, replace

from accounts.models import User
from library.models import SavedTrack
from library.rules.conditions import Rules
from library.rules.matching import matching
from website.smart.coverage import ToldCoverage, coverage_told

ROWS = 8


@dataclass(frozen=True, slots=True)
class Preview:
    """`fitting` tracks fit the rules; `count` of them go into the sheet, `rows` are the first."""

    fitting: int
    count: int
    rows: list[SavedTrack]
    coverage: ToldCoverage


def preview(user: User, rules: Rules) -> Preview:
    """Five queries at most, however large the library is."""
    fitting = matching(user, replace(rules, limit=None)).count()
    first = matching(user, replace(rules, limit=min(ROWS, rules.limit or ROWS)))
    rows = list(first.select_related("track__album", "track__features"))
    return Preview(fitting, min(fitting, rules.limit or fitting), rows, coverage_told(user))
