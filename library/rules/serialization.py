"""Rules as JSON: in the database, in forms and through the API.

{"match": "all", "conditions": [{"on": "tempo", "low": 120, "high": null, "negated": false}, …],
 "sort": {"by": "tempo", "descending": true}, "limit": 100}
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, cast, get_args

from library import problems
from library.genres import normalise
from library.rules.conditions import (
    LIMITS,
    MOST_CONDITIONS,
    MOST_DAYS,
    MOST_ROWS,
    Condition,
    IsExplicit,
    Order,
    PlaysGenre,
    RangeCondition,
    RangeName,
    Rules,
    SavedBetween,
    SavedLately,
    SortName,
)
from library.rules.days import within_calendar

CONDITION_KINDS = (*LIMITS, "genre", "saved_lately", "saved_between", "explicit")
_RULES_KEYS = {"match", "conditions", "sort", "limit"}
# A message quotes what was sent, and that may be a whole document.
_MAX_QUOTED = 20


def rules_to_json(rules: Rules) -> dict[str, Any]:
    """Returns what a JSONField takes."""
    return {
        "match": rules.match,
        "conditions": [condition_to_json(condition) for condition in rules.conditions],
        "sort": asdict(rules.order),
        "limit": rules.limit,
    }


def rules_from_json(data: Any) -> Rules:
    """Reads rules; what is left out is as in `Rules()`. Raises a subclass of `InvalidRules`."""
    if not isinstance(data, Mapping):
        raise problems.RulesNotObject
    unknown = sorted(str(key) for key in data.keys() - _RULES_KEYS)
    if unknown:
        # Refused and not ignored: rules of a newer version would fill a tab with the wrong tracks.
        raise problems.UnknownRulesKey(key=repr(unknown[0]))
    conditions = data.get("conditions", [])
    return Rules(_parse_conditions(conditions), _parse_match(data), _parse_order(data), _parse_limit(data))


def _parse_conditions(data: Any) -> tuple[Condition, ...]:
    """Returns the conditions. Raises `ConditionsNotList`, `TooManyConditions` or a subclass of `InvalidCondition`."""
    if not isinstance(data, list):
        raise problems.ConditionsNotList
    if len(data) > MOST_CONDITIONS:
        raise problems.TooManyConditions(max=MOST_CONDITIONS, count=len(data))
    return tuple(condition_from_json(item, number) for number, item in enumerate(data, 1))


def _parse_match(data: Mapping[str, Any]) -> Any:
    """Returns "all" or "any", "all" by default. Raises `InvalidMatch`."""
    match = data.get("match", "all")
    if match not in ("all", "any"):
        raise problems.InvalidMatch
    return match


def _parse_order(data: Mapping[str, Any]) -> Order:
    """Returns the order, newest save first by default. Raises `InvalidSort` or `UnknownSort`."""
    sort = data.get("sort", {})
    if not isinstance(sort, Mapping) or sort.keys() - {"by", "descending"}:
        raise problems.InvalidSort
    by, descending = sort.get("by", "saved"), sort.get("descending", True)
    if by not in get_args(SortName) or not isinstance(descending, bool):
        raise problems.UnknownSort(by=_quote(by), choices=", ".join(get_args(SortName)))
    return Order(cast(SortName, by), descending)


def _parse_limit(data: Mapping[str, Any]) -> int | None:
    """Returns the limit, None for none. Raises `InvalidLimit`."""
    limit = data.get("limit")
    if limit is None:
        return None
    # JSON's true is Python's 1.
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= MOST_ROWS:
        raise problems.InvalidLimit(max=MOST_ROWS)
    return limit


def condition_to_json(condition: Condition) -> dict[str, Any]:
    """Returns a condition as an object with `on`, its values and `negated`."""
    return {**_condition_values(condition), "negated": condition.negated}


def _condition_values(condition: Condition) -> dict[str, Any]:
    match condition:
        case RangeCondition(on, low, high):
            return {"on": on, "low": low, "high": high}
        case PlaysGenre(name):
            return {"on": "genre", "name": name}
        case SavedLately(days):
            return {"on": "saved_lately", "days": days}
        case SavedBetween(first, last):
            return {"on": "saved_between", "first": _day_to_json(first), "last": _day_to_json(last)}
        case IsExplicit():
            return {"on": "explicit"}


def _day_to_json(day: date | None) -> str | None:
    return day.isoformat() if day else None


def condition_from_json(data: Any, number: int) -> Condition:
    """Reads the condition with this number, from 1. Raises a subclass of `InvalidCondition`."""
    if not isinstance(data, Mapping):
        raise problems.ConditionNotObject().at(number, "?")
    on = data.get("on")
    try:
        return _parse_condition(on, data)
    except problems.InvalidCondition as problem:
        raise problem.at(number, str(on).replace("_", " ") if on in CONDITION_KINDS else "?") from None


def _parse_condition(on: Any, data: Mapping[str, Any]) -> Condition:
    """Returns a condition of the kind `on`. Raises a subclass of `InvalidCondition`, without the number."""
    if isinstance(on, str) and on in LIMITS:
        return _parse_range(on, data)
    if on == "genre":
        _require_keys(data, "name")
        return PlaysGenre(_parse_genre(data.get("name")), _parse_negated(data))
    if on == "saved_lately":
        _require_keys(data, "days")
        return SavedLately(_parse_days(data.get("days")), _parse_negated(data))
    if on == "saved_between":
        return _parse_between(data)
    if on == "explicit":
        _require_keys(data)
        return IsExplicit(_parse_negated(data))
    raise problems.UnknownCondition(kind=_quote(on), choices=", ".join(CONDITION_KINDS))


def _require_keys(data: Mapping[str, Any], *names: str) -> None:
    """Raises `UnknownConditionKey` for a key that is none of `names`; missing ones are left to their parsers."""
    unknown = sorted(str(key) for key in data.keys() - {"on", "negated", *names})
    if unknown:
        raise problems.UnknownConditionKey(key=repr(unknown[0]))


def _parse_negated(data: Mapping[str, Any]) -> bool:
    """Returns `negated`, False by default. Raises `NegatedNotBoolean`."""
    negated = data.get("negated", False)
    if not isinstance(negated, bool):
        raise problems.NegatedNotBoolean
    return negated


def _parse_range(on: RangeName, data: Mapping[str, Any]) -> RangeCondition:
    """Returns a range. Raises `EmptyRange`, `ReversedRange` or what the parsers of its parts raise."""
    _require_keys(data, "low", "high")
    low, high = _parse_number(on, data.get("low")), _parse_number(on, data.get("high"))
    # It would fit every known value; a form sends it when no bound was typed.
    if low is None and high is None:
        raise problems.EmptyRange
    if low is not None and high is not None and low > high:
        raise problems.ReversedRange(low=f"{low:g}", high=f"{high:g}")
    return RangeCondition(on, low, high, _parse_negated(data))


def _parse_number(on: RangeName, value: Any) -> float | None:
    """Returns a bound, None for an open end. Raises `ValueOutOfRange` or `YearNotWhole`."""
    if value is None:
        return None
    least, most = LIMITS[on]
    # A boolean is an int in Python, and NaN passes any comparison that is negated.
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or not least <= value <= most:
        raise problems.ValueOutOfRange(low=f"{least:g}", high=f"{most:g}", value=str(value)[:_MAX_QUOTED])
    # "1967.5" has no text that release dates could be compared with.
    if on == "release_year" and value != int(value):
        raise problems.YearNotWhole
    return float(value)


def _parse_genre(name: Any) -> str:
    """Returns the normalised name. Raises `GenreMissing` when nothing is left of it."""
    genre = normalise(name) if isinstance(name, str) else ""
    if not genre:
        raise problems.GenreMissing
    return genre


def _parse_days(value: Any) -> int:
    """Returns a number of days. Raises `InvalidDays`."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_DAYS:
        raise problems.InvalidDays(max=MOST_DAYS)
    return value


def _parse_between(data: Mapping[str, Any]) -> SavedBetween:
    """Returns a period. Raises `EmptyPeriod`, `ReversedPeriod` or what the parsers of its parts raise."""
    _require_keys(data, "first", "last")
    first, last = _parse_day(data.get("first")), _parse_day(data.get("last"))
    if first is None and last is None:
        raise problems.EmptyPeriod
    if first and last and first > last:
        raise problems.ReversedPeriod(first=first.isoformat(), last=last.isoformat())
    return SavedBetween(first, last, _parse_negated(data))


def _parse_day(value: Any) -> date | None:
    """Returns a date, None for an open end. Raises `InvalidDay` or `DayOutOfRange`."""
    if value is None:
        return None
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise problems.InvalidDay(value=_quote(str(value)[:_MAX_QUOTED])) from None
    if within_calendar(day) != day:
        raise problems.DayOutOfRange(day=day.isoformat())
    return day


def _quote(value: Any) -> str:
    return repr(value)[: 2 * _MAX_QUOTED]
