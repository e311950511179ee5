"""Credits of the sources, shown with a link beside their genres or audio features, as their terms ask."""

from __future__ import annotations

from enrichment.pipeline import LANES
from providers.source import Credit


def credits_of(lane: str) -> list[Credit]:
    """Returns the credits of the chosen sources of a lane ("features" or "genres"), in their order."""
    return [credit for source in LANES[lane].sources() for credit in source.credits]
