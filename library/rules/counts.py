"""How many saved tracks fit rules, each track counted once, whatever the rules' limits are."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, QuerySet

from accounts.models import User
from library.models import SavedTrack
from library.rules.conditions import Rules
from library.rules.matching import as_condition


def count_matching(user: User, rules: Rules) -> int:
    """Returns how many tracks fit. One query."""
    # Not `matching().count()`, which numbers the saves of each track to choose the newest of them.
    fitting = _saves(user).filter(as_condition(user, rules))
    return int(fitting.aggregate(tracks=Count("track", distinct=True))["tracks"])


def count_each(user: User, rules: Mapping[str, Rules]) -> dict[str, int]:
    """Returns how many tracks fit each of the rules. One query for all of them."""
    counts = {
        f"count_{number}": Count("track", distinct=True, filter=as_condition(user, one))
        for number, one in enumerate(rules.values())
    }
    return dict(zip(rules, _saves(user).aggregate(**counts).values(), strict=True)) if counts else {}


def _saves(user: User) -> QuerySet[SavedTrack]:
    return SavedTrack.objects.filter(user=user, removed_at=None, track__isnull=False)
