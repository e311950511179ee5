"""One condition as JSON. What is wrong with it is said in a sentence that names it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from library.genres import normalise
from library.rules.conditions import (
    LIMITS,
    MOST_DAYS,
    Condition,
    IsExplicit,
    PlaysGenre,
    RangeCondition,
    RangeName,
    SavedBetween,
    SavedLately,
)
from library.rules.wording import NAMES

KINDS = (*LIMITS, "genre", "saved_lately", "saved_between", "explicit")


class BadRules(ValueError):
    """Rules that cannot be meant. Its text is for the person; `number` is the condition's, from 1, if it is one's."""

    def __init__(self, sentence: str, number: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.number = number


def to_json(condition: Condition) -> dict[str, Any]:
    values = _values(condition)
    return {**values, "negated": condition.negated}


def _values(condition: Condition) -> dict[str, Any]:
    match condition:
        case RangeCondition(on, low, high):
            return {"on": on, "low": low, "high": high}
        case PlaysGenre(name):
            return {"on": "genre", "name": name}
        case SavedLately(days):
            return {"on": "saved_lately", "days": days}
        case SavedBetween(first, last):
            return {"on": "saved_between", "first": _day_written(first), "last": _day_written(last)}
        case IsExplicit():
            return {"on": "explicit"}


def _day_written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def from_json(data: Any, number: int) -> Condition:
    """Raises BadRules: "Condition 2 (tempo): …"."""
    if not isinstance(data, Mapping):
        raise BadRules(f"Condition {number}: is not an object.", number)
    on = data.get("on")
    try:
        return _read(on, data)
    except _Wrong as wrong:
        name = NAMES.get(cast(RangeName, on), str(on).replace("_", " ")).lower() if on in KINDS else "?"
        raise BadRules(f"Condition {number} ({name}): {wrong}", number) from None


class _Wrong(Exception):
    """Becomes a BadRules, which knows the condition's number."""


def _read(on: Any, data: Mapping[str, Any]) -> Condition:
    if isinstance(on, str) and on in LIMITS:
        return _range(on, data)
    if on == "genre":
        _only(data, "name")
        return PlaysGenre(_genre(data.get("name")), _negated(data))
    if on == "saved_lately":
        _only(data, "days")
        return SavedLately(_days(data.get("days")), _negated(data))
    if on == "saved_between":
        return _between(data)
    if on == "explicit":
        _only(data)
        return IsExplicit(_negated(data))
    raise _Wrong(f"there is nothing like {on!r} to ask for; choose one of {', '.join(KINDS)}.")


def _only(data: Mapping[str, Any], *names: str) -> None:
    strange = sorted(str(key) for key in data.keys() - {"on", "negated", *names})
    if strange:
        raise _Wrong(f"it knows nothing of {strange[0]!r}.")


def _negated(data: Mapping[str, Any]) -> bool:
    negated = data.get("negated", False)
    if not isinstance(negated, bool):
        raise _Wrong("negated is true or false.")
    return negated


def _range(on: RangeName, data: Mapping[str, Any]) -> RangeCondition:
    _only(data, "low", "high")
    low, high = _number(on, data.get("low")), _number(on, data.get("high"))
    if low is None and high is None:
        raise _Wrong("say at least one end of the range.")
    if low is not None and high is not None and low > high:
        raise _Wrong(f"the lowest value, {low:g}, is above the highest, {high:g}.")
    return RangeCondition(on, low, high, _negated(data))


def _number(on: RangeName, value: Any) -> float | None:
    if value is None:
        return None
    least, most = LIMITS[on]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or not least <= value <= most:
        raise _Wrong(f"it goes from {least:g} to {most:g}, so {str(value)[:20]} is no such value.")
    if on == "release_year" and value != int(value):
        raise _Wrong("a year is a whole number.")
    return float(value)


def _genre(name: Any) -> str:
    genre = normalise(name) if isinstance(name, str) else ""
    if not genre:
        raise _Wrong("name a genre.")
    return genre


def _days(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_DAYS:
        raise _Wrong(f"the number of days is a whole one from 1 to {MOST_DAYS:,}.")
    return value


def _between(data: Mapping[str, Any]) -> SavedBetween:
    _only(data, "first", "last")
    first, last = _day(data.get("first")), _day(data.get("last"))
    if first is None and last is None:
        raise _Wrong("say at least one day.")
    if first and last and first > last:
        raise _Wrong(f"the first day, {first}, is after the last, {last}.")
    return SavedBetween(first, last, _negated(data))


def _day(value: Any) -> date | None:
    if value is None:
        return None
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _Wrong(f"{str(value)[:20]!r} is no day; write it like 2026-11-22.") from None
    if not 1900 <= day.year <= 9000:
        raise _Wrong(f"{day} is out of any reach.")
    return day
