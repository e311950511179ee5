"""The form of a smart sheet's rules: one line a condition, with two fields that mean what the condition needs.

Lines that are left blank at their first field are no conditions, so that it works without JavaScript.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from library.rules import json_rules
from library.rules.conditions import LIMITS, MOST_CONDITIONS, Rules
from library.rules.json_conditions import BadRules
from library.rules.wording import NAMES, SORTS

BLANK_LINES = 2
LONGEST_NAME = 80
KINDS: dict[str, str] = {
    **{str(name): said for name, said in NAMES.items()},
    "genre": "Genre",
    "saved_lately": "Saved in the last … days",
    "saved_between": "Saved between two days",
    "explicit": "Explicit",
}
_FIELDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(map(str, LIMITS), ("low", "high")),
    "genre": ("name",),
    "saved_lately": ("days",),
    "saved_between": ("first", "last"),
    "explicit": (),
}
_IS_TEXT = {"genre", "saved_between"}


@dataclass
class Line:
    """As typed. `on` is "" for a line that is not used."""

    number: int
    on: str = ""
    negated: bool = False
    first: str = ""
    second: str = ""
    error: str = ""


@dataclass
class SmartForm:
    """What the person typed, `rules` when it can be meant, and what is wrong with it otherwise."""

    name: str = ""
    match: str = "all"
    sort_by: str = "saved"
    descending: bool = True
    limit: str = ""
    lines: list[Line] = field(default_factory=list)
    rules: Rules | None = None
    name_error: str = ""
    error: str = ""

    kinds = tuple(KINDS.items())
    sorts = tuple(SORTS.items())

    @property
    def is_valid(self) -> bool:
        return self.rules is not None and not self.name_error


def shown(name: str, rules: Rules) -> SmartForm:
    data = json_rules.to_json(rules)
    lines = [_line(number, condition) for number, condition in enumerate(data["conditions"])]
    return SmartForm(
        name,
        rules.match,
        rules.order.by,
        rules.order.descending,
        "" if rules.limit is None else str(rules.limit),
        _with_blanks(lines),
        rules,
    )


def typed(data: Mapping[str, str]) -> SmartForm:
    """From a form's fields."""
    lines = [_typed_line(data, number) for number in range(MOST_CONDITIONS) if f"on-{number}" in data]
    form = SmartForm(
        " ".join(data.get("name", "").split()),
        data.get("match", "all"),
        data.get("sort", "saved"),
        data.get("direction", "down") == "down",
        data.get("limit", "").strip(),
        [line for line in lines if line.on],
    )
    _judge(form)
    form.lines = _with_blanks(form.lines)
    return form


def _judge(form: SmartForm) -> None:
    if not 1 <= len(form.name) <= LONGEST_NAME:
        form.name_error = f"Give it a name of up to {LONGEST_NAME} letters."
    try:
        form.rules = json_rules.from_json(
            {
                "match": form.match,
                "conditions": [_meant(line) for line in form.lines],
                "sort": {"by": form.sort_by, "descending": form.descending},
                "limit": _number(form.limit) if form.limit else None,
            }
        )
    except BadRules as wrong:
        if wrong.number is None:
            form.error = wrong.sentence
        else:
            form.lines[wrong.number - 1].error = wrong.sentence


def _typed_line(data: Mapping[str, str], number: int) -> Line:
    first, second = (data.get(f"{name}-{number}", "").strip() for name in ("first", "second"))
    return Line(number, data.get(f"on-{number}", ""), data.get(f"is-{number}") == "not", first, second)


def _meant(line: Line) -> dict[str, Any]:
    names = _FIELDS.get(line.on, ())
    values = {name: text for name, text in zip(names, (line.first, line.second), strict=False) if text}
    meant: dict[str, Any] = (
        values if line.on in _IS_TEXT else {name: _number(text) for name, text in values.items()}
    )
    return {"on": line.on, "negated": line.negated, **meant}


def _number(text: str) -> Any:
    """Left as text where it is none, for the rules to refuse by name. A decimal comma is a point."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return text
    return int(value) if value.is_integer() else value


def _line(number: int, condition: Mapping[str, Any]) -> Line:
    on = cast(str, condition["on"])
    values = ["" if condition[name] is None else _text(condition[name]) for name in _FIELDS[on]]
    return Line(number, on, condition["negated"], *values)


def _text(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _with_blanks(lines: list[Line]) -> list[Line]:
    blank = [Line(0) for _ in range(min(BLANK_LINES, MOST_CONDITIONS - len(lines)))]
    for number, line in enumerate(lines + blank):
        line.number = number
    return lines + blank
