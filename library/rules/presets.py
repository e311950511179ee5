"""Templates of smart sheets: each fills the form of a new one."""

from __future__ import annotations

from library.rules.conditions import IsExplicit, Order, RangeCondition, Rules, SavedLately

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
    "Calm nineties": Rules(
        (RangeCondition("release_year", low=1990, high=1999), RangeCondition("energy", high=0.45)),
        order=Order("energy", descending=False),
    ),
    "Clean party": Rules(
        (
            RangeCondition("danceability", low=0.65),
            RangeCondition("energy", low=0.6),
            IsExplicit(negated=True),
        ),
        order=Order("danceability", descending=True),
        limit=100,
    ),
    # In days and not "this year": a sheet of a year would get no more tracks once the year is over.
    "The past year": Rules((SavedLately(365),)),
}
