"""Rules as JSON: in the database, in forms' hidden fields and through the API.

{"match": "all", "conditions": [{"on": "tempo", "low": 120, "high": null, "negated": false}, …],
 "sort": {"by": "tempo", "descending": true}, "limit": 100}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, cast, get_args

from library.rules import json_conditions
from library.rules.conditions import MOST_CONDITIONS, MOST_ROWS, Order, Rules, SortName
from library.rules.json_conditions import BadRules

_KEYS = {"match", "conditions", "sort", "limit"}


def to_json(rules: Rules) -> dict[str, Any]:
    return {
        "match": rules.match,
        "conditions": [json_conditions.to_json(condition) for condition in rules.conditions],
        "sort": asdict(rules.order),
        "limit": rules.limit,
    }


def from_json(data: Any) -> Rules:
    """The way back. What is left out is as in `Rules()`. Raises BadRules."""
    if not isinstance(data, Mapping):
        raise BadRules("Rules are an object with conditions, match, sort and limit.")
    unknown = sorted(str(key) for key in data.keys() - _KEYS)
    if unknown:
        raise BadRules(f"Rules know nothing of {unknown[0]!r}.")
    return Rules(_conditions(data.get("conditions", [])), _match(data), _order(data), _limit(data))


def _conditions(given: Any) -> tuple[Any, ...]:
    if not isinstance(given, list):
        raise BadRules("The conditions are a list.")
    if len(given) > MOST_CONDITIONS:
        raise BadRules(f"At most {MOST_CONDITIONS} conditions; these are {len(given)}.")
    return tuple(json_conditions.from_json(item, number) for number, item in enumerate(given, 1))


def _match(data: Mapping[str, Any]) -> Any:
    match = data.get("match", "all")
    if match not in ("all", "any"):
        raise BadRules("Conditions are joined with all or any.")
    return match


def _order(data: Mapping[str, Any]) -> Order:
    given = data.get("sort") or {}
    if not isinstance(given, Mapping) or given.keys() - {"by", "descending"}:
        raise BadRules("The sort says by what, and whether descending.")
    by, descending = given.get("by", "saved"), given.get("descending", True)
    if by not in get_args(SortName) or not isinstance(descending, bool):
        raise BadRules(f"Nothing can be sorted by {by!r}; choose one of {', '.join(get_args(SortName))}.")
    return Order(cast(SortName, by), descending)


def _limit(data: Mapping[str, Any]) -> int | None:
    limit = data.get("limit")
    if limit is None:
        return None
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= MOST_ROWS:
        raise BadRules(f"The limit is a whole number from 1 to {MOST_ROWS:,}, or left out.")
    return limit
