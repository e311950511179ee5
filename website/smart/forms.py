"""The form of a smart sheet's rules: one line a condition, with two fields that mean what the condition needs.

Lines that are left blank at their first field are no conditions, so that it works without JavaScript.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from library.problems import InvalidRules
from library.rules.conditions import LIMITS, MOST_CONDITIONS, Rules
from library.rules.presenters import RANGE_LABELS, SORT_LABELS
from library.rules.serialization import rules_from_json, rules_to_json
from problems.texts import describe_problem
from sheets.problems import SmartTabNameInvalid
from sheets.smart_tabs import clean_tab_name

# So that conditions can be added without JavaScript, two at a time.
BLANK_LINES = 2
CONDITION_LABELS: dict[str, str | Promise] = {
    **{str(name): label for name, label in RANGE_LABELS.items()},
    "genre": _("Genre"),
    "saved_lately": _("Saved in the last … days"),
    "saved_between": _("Saved between two days"),
    "explicit": _("Explicit"),
}
_FIELDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(map(str, LIMITS), ("low", "high")),
    "genre": ("name",),
    "saved_lately": ("days",),
    "saved_between": ("first", "last"),
    "explicit": (),
}
# Kinds whose fields are sent as typed: the day "20260101" would become a number.
_IS_TEXT = {"genre", "saved_between"}


@dataclass
class ConditionLine:
    """A condition as it was typed. `on` is "" for a line that is not used."""

    number: int
    on: str = ""
    negated: bool = False
    first: str = ""
    second: str = ""
    error: str = ""


@dataclass
class SmartForm:
    """What the person typed; `rules` where it is valid, and what is wrong with it otherwise."""

    name: str = ""
    match: str = "all"
    sort_by: str = "saved"
    descending: bool = True
    limit: str = ""
    lines: list[ConditionLine] = field(default_factory=list)
    rules: Rules | None = None
    name_error: str = ""
    error: str = ""

    kinds = tuple(CONDITION_LABELS.items())
    sorts = tuple(SORT_LABELS.items())

    @property
    def is_valid(self) -> bool:
        return self.rules is not None and not self.name_error

    @classmethod
    def from_rules(cls, name: str, rules: Rules) -> SmartForm:
        """Returns the form of a smart sheet as it is stored."""
        data = rules_to_json(rules)
        lines = [_line(number, condition) for number, condition in enumerate(data["conditions"])]
        limit = "" if rules.limit is None else str(rules.limit)
        order = rules.order
        return cls(name, rules.match, order.by, order.descending, limit, _with_blanks(lines), rules)

    @classmethod
    def from_post(cls, data: Mapping[str, str]) -> SmartForm:
        """Returns the form as it was sent, with the errors that it has."""
        lines = [_posted_line(data, number) for number in range(MOST_CONDITIONS) if f"on-{number}" in data]
        form = cls(
            data.get("name", ""),
            data.get("match", "all"),
            data.get("sort", "saved"),
            data.get("direction", "down") == "down",
            data.get("limit", "").strip(),
            # Before the check: what remains are the conditions, in their order.
            [line for line in lines if line.on],
        )
        _validate(form)
        form.lines = _with_blanks(form.lines)
        return form


def _validate(form: SmartForm) -> None:
    try:
        form.name = clean_tab_name(form.name)
    except SmartTabNameInvalid as problem:
        form.name_error = describe_problem(problem)
    # Through the JSON of the API, so that a rule is checked in one place, whichever way it comes in.
    try:
        form.rules = rules_from_json(
            {
                "match": form.match,
                "conditions": [_to_json(line) for line in form.lines],
                "sort": {"by": form.sort_by, "descending": form.descending},
                "limit": _number(form.limit) if form.limit else None,
            }
        )
    except InvalidRules as problem:
        # Numbers of conditions count the lines in use: blank ones have been left out.
        if problem.number is None:
            form.error = describe_problem(problem)
        else:
            form.lines[problem.number - 1].error = describe_problem(problem)


def _posted_line(data: Mapping[str, str], number: int) -> ConditionLine:
    first, second = (data.get(f"{name}-{number}", "").strip() for name in ("first", "second"))
    return ConditionLine(
        number, data.get(f"on-{number}", ""), data.get(f"is-{number}") == "not", first, second
    )


def _to_json(line: ConditionLine) -> dict[str, Any]:
    # A posted kind may be any text: without fields it comes to the rules, which refuse it by its name.
    names = _FIELDS.get(line.on, ())
    values = {name: text for name, text in zip(names, (line.first, line.second), strict=False) if text}
    parsed: dict[str, Any] = (
        values if line.on in _IS_TEXT else {name: _number(text) for name, text in values.items()}
    )
    return {"on": line.on, "negated": line.negated, **parsed}


def _number(text: str) -> Any:
    """Returns the number; the text where it is none, which the rules refuse. A decimal comma counts as a point."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return text
    return int(value) if value.is_integer() else value


def _line(number: int, condition: Mapping[str, Any]) -> ConditionLine:
    on = cast(str, condition["on"])
    values = ["" if condition[name] is None else _text(condition[name]) for name in _FIELDS[on]]
    return ConditionLine(number, on, condition["negated"], *values)


def _text(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _with_blanks(lines: list[ConditionLine]) -> list[ConditionLine]:
    # Numbered anew: the names of the fields carry the number, and a removed line leaves a gap.
    blank = [ConditionLine(0) for _ in range(min(BLANK_LINES, MOST_CONDITIONS - len(lines)))]
    for number, line in enumerate(lines + blank):
        line.number = number
    return lines + blank
