"""How much the sources know of a person's library, and why not more."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from enrichment.presenters import why_unknown
from library.coverage import Coverage, coverage


@dataclass(frozen=True, slots=True)
class ToldCoverage:
    """`why`: sentences; none where all is known, or where the sources that are asked just do not know more."""

    known: Coverage
    why: list[str]


def coverage_told(user: User) -> ToldCoverage:
    """At most three queries."""
    known = coverage(user)
    missing = {"features": known.tracks - known.with_features, "genres": known.tracks - known.with_genres}
    return ToldCoverage(known, [why for lane, count in missing.items() if count for why in why_unknown(lane)])
