"""Conditions, orders and a track's own values in words: for pages, and for what the API explains."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
from library.rules.explanation import ConditionResult

RANGE_LABELS: dict[RangeName, str | Promise] = {
    "tempo": gettext_lazy("Tempo"),
    "energy": gettext_lazy("Energy"),
    "danceability": gettext_lazy("Danceability"),
    "acousticness": gettext_lazy("Acousticness"),
    "valence": gettext_lazy("Valence"),
    "release_year": gettext_lazy("Release year"),
}
SORT_LABELS: dict[SortName, str | Promise] = {
    "saved": gettext_lazy("the date saved"),
    "tempo": gettext_lazy("tempo"),
    "energy": gettext_lazy("energy"),
    "danceability": gettext_lazy("danceability"),
    "acousticness": gettext_lazy("acousticness"),
    "valence": gettext_lazy("valence"),
    "release_date": gettext_lazy("the release date"),
    "artist": gettext_lazy("artist"),
    "track": gettext_lazy("track"),
}
MISSING: dict[str, str | Promise] = {
    "explicit_unknown": gettext_lazy("unknown: Spotify does not say"),
    "feature_missing": gettext_lazy("unknown: not among this track's features"),
    "no_features": gettext_lazy("unknown: no features for this track"),
    "no_genres": gettext_lazy("unknown: no genres for this track's artists"),
    "no_release_date": gettext_lazy("unknown: no release date for this album"),
}


def describe_condition(condition: Condition) -> str:
    """Returns “Tempo is from 120 to 180 BPM”, “Genre is not jazz”."""
    values = {"is": _("is not") if condition.negated else _("is")}
    # Placeholders and no concatenation: other languages have another order.
    match condition:
        case RangeCondition():
            values |= {"label": str(RANGE_LABELS[condition.on]), "range": _describe_range(condition)}
            return _("%(label)s %(is)s %(range)s") % values
        case PlaysGenre():
            return _("Genre %(is)s %(genre)s") % (values | {"genre": condition.name})
        case SavedLately(days=1):
            return _("Saved day %(is)s today") % values
        case SavedLately():
            return _("Saved day %(is)s in the last %(days)s days") % (values | {"days": condition.days})
        case SavedBetween():
            return _("Saved day %(is)s %(period)s") % (values | {"period": _describe_period(condition)})
        case IsExplicit():
            return _("The track %(is)s explicit") % values


def _describe_range(condition: RangeCondition) -> str:
    unit = _(" BPM") if condition.on == "tempo" else ""
    values = {"low": f"{condition.low or 0:g}", "high": f"{condition.high or 0:g}", "unit": unit}
    if condition.high is None:
        return _("%(low)s or more%(unit)s") % values
    if condition.low is None:
        return _("%(high)s or less%(unit)s") % values
    return _("from %(low)s to %(high)s%(unit)s") % values


def _describe_period(condition: SavedBetween) -> str:
    values = {"first": condition.first, "last": condition.last}
    if condition.last is None:
        return _("%(first)s or later") % values
    if condition.first is None:
        return _("%(last)s or earlier") % values
    return _("from %(first)s to %(last)s") % values


def describe_order(order: Order) -> str:
    """Returns “newest save first”, “by tempo, highest first”."""
    if order.by == "saved":
        return _("newest save first") if order.descending else _("oldest save first")
    text = _("by %(value)s, highest first") if order.descending else _("by %(value)s, lowest first")
    return text % {"value": SORT_LABELS[order.by]}


def format_value(name: RangeName, value: float) -> str:
    """Returns a track's own value: “128.0 BPM”, “0.734”, “1967”."""
    if name == "tempo":
        return _("%(tempo)s BPM") % {"tempo": f"{value:.1f}"}
    return f"{value:.0f}" if name == "release_year" else f"{value:.3f}"


def describe_result(result: ConditionResult) -> str:
    """Returns the track's own value for a condition, or why it is unknown."""
    if result.holds is None:
        return str(MISSING[result.missing])
    condition, value = result.condition, result.value
    match condition:
        case RangeCondition() if isinstance(value, float):
            return format_value(condition.on, value)
        case PlaysGenre() if isinstance(value, tuple):
            return ", ".join(value)
        case IsExplicit():
            return _("explicit") if value else _("not explicit")
        case _:
            return _("saved on %(day)s") % {"day": value}
