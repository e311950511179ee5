"""What rules would put into a smart sheet, before anything is saved."""

from __future__ import annotations

from dataclasses import dataclass, replace

from accounts.models import User
from library.models import SavedTrack
from library.rules.conditions import Rules
from library.rules.counts import count_matching
from library.rules.matching import matching

PREVIEW_ROWS = 8


@dataclass(frozen=True, slots=True)
class Preview:
    """`matching` tracks fit, `count` of them go in, `first` are the first saves of those."""

    matching: int
    count: int
    first: list[SavedTrack]


def preview_rules(user: User, rules: Rules) -> Preview:
    """Returns the preview of rules. Two queries, however large the library is."""
    # Two queries and not all rows: a smart sheet may have 50,000, and the preview is made at every pause in typing.
    count = count_matching(user, rules)
    first = matching(user, replace(rules, limit=min(PREVIEW_ROWS, rules.limit or PREVIEW_ROWS)))
    rows = list(first.select_related("track__album", "track__features"))
    return Preview(count, min(count, rules.limit or count), rows)
