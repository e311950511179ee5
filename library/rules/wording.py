"""Rules as a person says them."""

from __future__ import annotations

from library.rules.conditions import (
    Condition,
    IsExplicit,
    Order,
    PlaysGenre,
    RangeCondition,
    RangeName,
    SavedBetween,
    SavedLately,
    SortName,
)

NAMES: dict[RangeName, str] = {
    "tempo": "Tempo",
    "energy": "Energy",
    "danceability": "Danceability",
    "acousticness": "Acousticness",
    "valence": "Valence",
    "release_year": "Release year",
}
SORTS: dict[SortName, str] = {
    "saved": "the date saved",
    "tempo": "tempo",
    "energy": "energy",
    "danceability": "danceability",
    "acousticness": "acousticness",
    "valence": "valence",
    "release_date": "the release date",
    "artist": "artist",
    "track": "track",
}


def said(condition: Condition) -> str:
    """ "Tempo is from 120 to 180 BPM", "Genre is not jazz"."""
    match condition:
        case RangeCondition():
            unit = " BPM" if condition.on == "tempo" else ""
            return f"{NAMES[condition.on]} {_is(condition)} {_range(condition)}{unit}"
        case PlaysGenre():
            return f"Genre {_is(condition)} {condition.name}"
        case SavedLately(days=1):
            return f"Saved day {_is(condition)} today"
        case SavedLately():
            return f"Saved day {_is(condition)} in the last {condition.days} days"
        case SavedBetween():
            return f"Saved day {_is(condition)} {_days(condition)}"
        case IsExplicit():
            return f"The track {_is(condition)} explicit"


def said_of(name: RangeName, value: float | None) -> str:
    """A track's own value: "128.0 BPM", "0.734"; "" for none."""
    if value is None:
        return ""
    return f"{value:.1f} BPM" if name == "tempo" else f"{value:.3f}"


def said_order(order: Order) -> str:
    if order.by == "saved":
        return "newest save first" if order.descending else "oldest save first"
    return f"by {SORTS[order.by]}, {'highest' if order.descending else 'lowest'} first"


def _is(condition: Condition) -> str:
    return "is not" if condition.negated else "is"


def _range(condition: RangeCondition) -> str:
    if condition.high is None:
        return f"{condition.low:g} or more"
    if condition.low is None:
        return f"{condition.high:g} or less"
    return f"from {condition.low:g} to {condition.high:g}"


def _days(condition: SavedBetween) -> str:
    if condition.last is None:
        return f"{condition.first} or later"
    if condition.first is None:
        return f"{condition.last} or earlier"
    return f"from {condition.first} to {condition.last}"
