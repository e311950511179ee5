"""Templates of smart sheets: each fills the form of a new one."""

from __future__ import annotations

from library.rules.conditions import Order, RangeCondition, Rules

PRESETS: dict[str, Rules] = {
    "Workout": Rules(
        (
            RangeCondition("tempo", low=120),
            RangeCondition("energy", low=0.7),
            RangeCondition("danceability", low=0.5),
        ),
        order=Order("tempo", descending=True),
        limit=100,
    ),
    "Chill": Rules(
        (
            RangeCondition("energy", high=0.45),
            RangeCondition("tempo", high=115),
            RangeCondition("acousticness", low=0.3),
        ),
        order=Order("energy", descending=False),
        limit=100,
    ),
}
