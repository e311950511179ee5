"""Conditions, orders and a track's own values in words: for pages, and for what the API explains."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

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
PERCENTS = frozenset({"energy", "danceability", "acousticness", "valence"})
"""What is stored from 0 to 1, and read and written as 0 to 100 %."""
ORDER_LABELS: dict[tuple[SortName, bool], str | Promise] = {
    # By what, and whether descending.
    ("saved", True): gettext_lazy("newest saves first"),
    ("saved", False): gettext_lazy("oldest saves first"),
    ("tempo", True): gettext_lazy("fastest first"),
    ("tempo", False): gettext_lazy("slowest first"),
    ("energy", True): gettext_lazy("most energetic first"),
    ("energy", False): gettext_lazy("calmest first"),
    ("danceability", True): gettext_lazy("most danceable first"),
    ("danceability", False): gettext_lazy("least danceable first"),
    ("acousticness", True): gettext_lazy("most acoustic first"),
    ("acousticness", False): gettext_lazy("least acoustic first"),
    ("valence", True): gettext_lazy("happiest first"),
    ("valence", False): gettext_lazy("saddest first"),
    ("release_date", True): gettext_lazy("newest releases first"),
    ("release_date", False): gettext_lazy("oldest releases first"),
    ("artist", False): gettext_lazy("by artist, A to Z"),
    ("artist", True): gettext_lazy("by artist, Z to A"),
    ("track", False): gettext_lazy("by title, A to Z"),
    ("track", True): gettext_lazy("by title, Z to A"),
}
MISSING: dict[str, str | Promise] = {
    "explicit_unknown": gettext_lazy("Not known: Spotify does not say"),
    "feature_missing": gettext_lazy("Not known: the source does not measure it for this track"),
    "no_features": gettext_lazy("Not known: no audio features for this track"),
    "no_genres": gettext_lazy("Not known: no genres for this track’s artists"),
    "no_release_date": gettext_lazy("Not known: no release date for this album"),
}


def describe_condition(condition: Condition) -> str:
    """Returns “Tempo at least 120 BPM”, “Genre is not jazz”."""
    match condition:
        case RangeCondition(on="release_year"):
            return _describe_years(condition)
        case RangeCondition():
            return _describe_range(condition)
        case PlaysGenre(name, negated):
            return (_("Genre is not %(genre)s") if negated else _("Genre is %(genre)s")) % {"genre": name}
        case SavedLately(days, negated):
            return _describe_last_days(days, negated=negated)
        case SavedBetween():
            return _describe_period(condition)
        case IsExplicit(negated):
            return _("Not explicit") if negated else _("Explicit")


def _describe_range(condition: RangeCondition) -> str:
    low, high = condition.low, condition.high
    values: dict[str, str | Promise] = {"label": RANGE_LABELS[condition.on]}
    if low is not None:
        # Of two bounds only the last has the unit.
        values["low"] = format_bound(condition.on, low) if high is None else _number(condition.on, low)
    if high is not None:
        values["high"] = format_bound(condition.on, high)
    # The opposite is said as what it is: "not at least 120" is "below 120".
    if low is None:
        text = _("%(label)s above %(high)s") if condition.negated else _("%(label)s at most %(high)s")
    elif high is None:
        text = _("%(label)s below %(low)s") if condition.negated else _("%(label)s at least %(low)s")
    elif condition.negated:
        text = _("%(label)s below %(low)s or above %(high)s")
    else:
        text = _("%(label)s from %(low)s to %(high)s")
    return text % values


def _describe_years(condition: RangeCondition) -> str:
    low, high, negated = condition.low, condition.high, condition.negated
    values = {"low": f"{low or 0:.0f}", "high": f"{high or 0:.0f}"}
    if is_decade(condition):
        text = _("Not released in the %(low)ss") if negated else _("Released in the %(low)ss")
    elif low is None:
        text = _("Released after %(high)s") if negated else _("Released in %(high)s or before")
    elif high is None:
        text = _("Released before %(low)s") if negated else _("Released in %(low)s or later")
    elif low == high:
        text = _("Not released in %(low)s") if negated else _("Released in %(low)s")
    elif negated:
        text = _("Released before %(low)s or after %(high)s")
    else:
        text = _("Released from %(low)s to %(high)s")
    return text % values


def is_decade(condition: RangeCondition) -> bool:
    """Returns whether a range of years is 1990 to 1999, or another ten years that have a name."""
    low, high = condition.low, condition.high
    return low is not None and high is not None and low % 10 == 0 and high == low + 9


def _describe_last_days(days: int, *, negated: bool) -> str:
    if days == 1:
        return _("Not saved today") if negated else _("Saved today")
    if negated:
        text = ngettext("Not saved in the last %(days)s day", "Not saved in the last %(days)s days", days)
    else:
        text = ngettext("Saved in the last %(days)s day", "Saved in the last %(days)s days", days)
    return text % {"days": number_format(days, force_grouping=True)}


def _describe_period(condition: SavedBetween) -> str:
    first, last, negated = condition.first, condition.last, condition.negated
    values = {name: describe_day(day) for name, day in (("first", first), ("last", last)) if day is not None}
    if last is None:
        text = _("Saved before %(first)s") if negated else _("Saved on %(first)s or later")
    elif first is None:
        text = _("Saved after %(last)s") if negated else _("Saved on %(last)s or before")
    elif negated:
        text = _("Saved before %(first)s or after %(last)s")
    else:
        text = _("Saved from %(first)s to %(last)s")
    return text % values


def describe_order(order: Order) -> str:
    """Returns “newest saves first”, “calmest first”."""
    return str(ORDER_LABELS[order.by, order.descending])


def describe_day(day: date) -> str:
    """Returns a day as the reader's language writes it: “22 November 2026”."""
    return date_format(day, "DATE_FORMAT")


def format_bound(name: RangeName, value: float) -> str:
    """Returns a bound as exactly as it was set: “99.5 BPM”, “45%”."""
    text = _("%(number)s BPM") if name == "tempo" else _("%(number)s%%")
    return text % {"number": _number(name, value)}


def _number(name: RangeName, value: float) -> str:
    return number_format(f"{value if name == 'tempo' else value * 100:g}")


def format_value(name: RangeName, value: float) -> str:
    """Returns a track's own value: “128.4 BPM”, “73.4%”, “1967”."""
    if name == "release_year":
        return f"{value:.0f}"
    # A decimal more than people think in, so that a value beside a bound is not rounded onto it.
    return format_bound(name, round(value, 1 if name == "tempo" else 3))


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
        case SavedLately() | SavedBetween() if isinstance(value, date):
            return _("Saved on %(day)s") % {"day": describe_day(value)}
        case _:
            return _("Explicit") if value else _("Not explicit")
