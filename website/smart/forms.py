"""The form of a smart sheet's rules: one line a condition, with the fields that its kind needs.

Lines are added and taken off by buttons that send the form, so that it works without JavaScript: whoever adds a line sees
the form again with all that was typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from library.problems import InvalidRules
from library.rules.conditions import LIMITS, MOST_CONDITIONS, MOST_DAYS, Condition, RangeCondition, Rules
from library.rules.presenters import ORDER_LABELS, PERCENTS, RANGE_LABELS, is_decade
from library.rules.serialization import condition_to_json, rules_from_json
from problems.texts import describe, describe_problem
from sheets.problems import SmartTabNameInvalid
from sheets.smart_tabs import clean_tab_name

FIRST_DECADE = 1920
_IS = (("is", gettext_lazy("is")), ("not", gettext_lazy("is not")))
_IN = (("is", pgettext_lazy("condition", "in")), ("not", pgettext_lazy("condition", "not in")))


class Kind(NamedTuple):
    """`fields`: those of the condition's JSON that the line has, in their order. `joins`: the words for "is" and "is not"."""

    label: str | Promise
    adds: str | Promise
    fields: tuple[str, ...]
    joins: tuple[tuple[str, str | Promise], ...] = _IS
    hint: str | Promise = ""


_ENDS = ("low", "high")
KINDS: dict[str, Kind] = {
    "tempo": Kind(RANGE_LABELS["tempo"], gettext_lazy("Tempo"), _ENDS),
    "energy": Kind(
        RANGE_LABELS["energy"], gettext_lazy("Energy"), _ENDS, hint=gettext_lazy("0% calm, 100% intense")
    ),
    "danceability": Kind(
        RANGE_LABELS["danceability"],
        gettext_lazy("Danceability"),
        _ENDS,
        hint=gettext_lazy("0% hard to dance to, 100% easy"),
    ),
    "acousticness": Kind(
        RANGE_LABELS["acousticness"],
        gettext_lazy("Acousticness"),
        _ENDS,
        hint=gettext_lazy("0% electronic or amplified, 100% acoustic"),
    ),
    "valence": Kind(
        RANGE_LABELS["valence"], gettext_lazy("Valence"), _ENDS, hint=gettext_lazy("0% sad, 100% happy")
    ),
    "genre": Kind(gettext_lazy("Genre"), gettext_lazy("Genre"), ("name",)),
    "decade": Kind(gettext_lazy("Released"), gettext_lazy("Decade"), ("decade",), _IN),
    "release_year": Kind(RANGE_LABELS["release_year"], gettext_lazy("Release year"), _ENDS),
    "saved_lately": Kind(gettext_lazy("Saved"), gettext_lazy("Saved lately"), ("days",), _IN),
    "saved_between": Kind(
        gettext_lazy("Saved"),
        gettext_lazy("Saved between two dates"),
        ("first", "last"),
        (("is", gettext_lazy("between")), ("not", gettext_lazy("not between"))),
    ),
    "explicit": Kind(
        gettext_lazy("Explicit"),
        gettext_lazy("Explicit"),
        (),
        (("is", gettext_lazy("yes")), ("not", gettext_lazy("no"))),
    ),
}
# Kinds whose fields are sent as typed: the day "20260101" would become a number.
_IS_TEXT = {"genre", "saved_between"}


@dataclass
class ConditionLine:
    """A condition as it was typed. `has_focus`: it was just added, and is typed into next."""

    number: int
    kind: str
    negated: bool = False
    first: str = ""
    second: str = ""
    error: str = ""
    has_focus: bool = False

    @property
    def _kind(self) -> Kind:
        return KINDS[self.kind]

    @property
    def label(self) -> str:
        return str(self._kind.label)

    @property
    def hint(self) -> str:
        return str(self._kind.hint)

    @property
    def joins(self) -> list[tuple[str, str | Promise, bool]]:
        """The choices between the condition and its opposite: value, words, whether chosen."""
        return [(value, words, self.negated is (value == "not")) for value, words in self._kind.joins]

    @property
    def focus_id(self) -> str:
        """The id of its first field."""
        return f"first-{self.number}"

    @property
    def is_range(self) -> bool:
        return self._kind.fields == _ENDS

    @property
    def unit(self) -> str:
        if self.kind in PERCENTS:
            return "%"
        return _("BPM") if self.kind == "tempo" else ""

    @property
    def limits(self) -> tuple[str, str]:
        """The least and the most that may be typed into a range."""
        if self.kind in PERCENTS:
            return "0", "100"
        least, most = next(ends for name, ends in LIMITS.items() if name == self.kind)
        return f"{least:g}", f"{most:g}"

    @property
    def most_days(self) -> int:
        return MOST_DAYS

    @property
    def decades(self) -> list[tuple[str, str, bool]]:
        """The decades to choose from, newest first: value, words, whether chosen."""
        return [
            (str(year), pgettext("released in the", "%(year)ss") % {"year": year}, self.first == str(year))
            for year in _decades()
        ]

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed where something has to be."""
        return bool(self._kind.fields) and not self.first and not self.second

    @classmethod
    def of(cls, number: int, condition: Condition) -> ConditionLine:
        """Returns the line of a condition."""
        if isinstance(condition, RangeCondition) and _is_offered_decade(condition):
            return cls(number, "decade", condition.negated, f"{condition.low:.0f}")
        data = condition_to_json(condition)
        kind = str(data["on"])
        values = ["" if data[name] is None else _text(kind, data[name]) for name in KINDS[kind].fields]
        first, second = (*values, "", "")[:2]
        return cls(number, kind, condition.negated, first, second)

    def to_json(self) -> dict[str, Any]:
        """Returns the condition as the rules read it, whatever was typed."""
        if self.kind == "decade":
            low = _number(self.first)
            high = low + 9 if isinstance(low, int) else low
            return {"on": "release_year", "negated": self.negated, "low": low, "high": high}
        values = zip(self._kind.fields, (self.first, self.second), strict=False)
        parsed = {name: self._parse(text) for name, text in values if text}
        return {"on": self.kind, "negated": self.negated, **parsed}

    def _parse(self, text: str) -> Any:
        if self.kind in _IS_TEXT:
            return text
        value = _number(text)
        # Rounded, because 33.3 / 100 is not quite 0.333.
        return round(value / 100, 12) if self.kind in PERCENTS and not isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class FieldErrors:
    """As `components/_error_summary.html` takes them from a form of Django's."""

    id_for_label: str
    text: str
    label: str = ""

    @property
    def errors(self) -> list[str]:
        # Several conditions may have the same error; another one names its condition itself.
        is_named = not self.label or self.label in self.text
        return [self.text if is_named else f"{self.label}: {self.text}"] if self.text else []


@dataclass
class SmartForm:
    """What the person typed; `rules` where it is valid, and what is wrong with it otherwise.

    Lines that are still blank are no part of the rules: `require_complete` says so where that matters.
    """

    name: str = ""
    match: str = "all"
    order: str = "saved-down"
    limit: str = ""
    lines: list[ConditionLine] = field(default_factory=list)
    rules: Rules | None = None
    name_error: str = ""
    error: str = ""
    is_sent: bool = False
    """Whether it was sent to be stored: errors are shown at the top of the page, and blank lines are errors."""

    def __iter__(self) -> Iterator[FieldErrors]:
        """Yields what is wrong with each field, for the summary above the form."""
        yield FieldErrors("name", self.name_error)
        for line in self.lines:
            yield FieldErrors(line.focus_id, line.error, line.label)
        yield FieldErrors("limit", self.error)

    @property
    def adders(self) -> Iterator[tuple[str, str | Promise]]:
        """The kinds of conditions that can be added; none where there are as many as there may be."""
        return ((name, kind.adds) for name, kind in KINDS.items() if len(self.lines) < MOST_CONDITIONS)

    @property
    def orders(self) -> list[tuple[str, str | Promise, bool]]:
        """The orders to choose from: value, words, whether chosen."""
        labels = ((f"{by}-{'down' if down else 'up'}", words) for (by, down), words in ORDER_LABELS.items())
        return [(value, words, value == self.order) for value, words in labels]

    @property
    def asks_for_genres(self) -> bool:
        """Whether there is a line to choose a genre in."""
        return any(line.kind == "genre" for line in self.lines)

    @property
    def rule_errors(self) -> list[str]:
        """What is wrong with the rules, whether or not they are to be stored."""
        return list(filter(None, [self.error, *(line.error for line in self.lines)]))

    @property
    def errors(self) -> list[str]:
        """What keeps the form from being stored, where it was sent for that."""
        return [text for one in self for text in one.errors] if self.is_sent else []

    @property
    def is_valid(self) -> bool:
        return self.rules is not None and not self.name_error and not self.rule_errors

    @classmethod
    def from_rules(cls, name: str, rules: Rules) -> SmartForm:
        """Returns the form of a smart sheet as it is stored."""
        lines = [ConditionLine.of(number, condition) for number, condition in enumerate(rules.conditions)]
        limit = "" if rules.limit is None else str(rules.limit)
        order = f"{rules.order.by}-{'down' if rules.order.descending else 'up'}"
        return cls(name, rules.match, order, limit, lines, rules)

    @classmethod
    def from_post(cls, data: Mapping[str, str]) -> SmartForm:
        """Returns the form as it was sent, with the errors that it has, and a line more or less where that was asked."""
        removed = data.get("remove", "")
        lines = [
            _posted_line(data, number)
            for number in range(MOST_CONDITIONS)
            if data.get(f"kind-{number}") in KINDS and str(number) != removed
        ]
        added = data.get("add", "")
        if added in KINDS and len(lines) < MOST_CONDITIONS:
            lines.append(ConditionLine(0, added, first=_FIRST_VALUES.get(added, ""), has_focus=True))
        form = cls(
            data.get("name", ""),
            data.get("match", "all"),
            data.get("order", "saved-down"),
            data.get("limit", "").strip(),
            # Numbered anew: the names of the fields carry the number, and a removed line leaves a gap.
            [replace(line, number=number) for number, line in enumerate(lines)],
        )
        _validate(form)
        return form

    def require_complete(self) -> None:
        """Says that the form is to be stored: gives each line that is still blank an error."""
        self.is_sent = True
        for line in self.lines:
            if line.is_blank:
                line.error = _("Fill this in, or take the condition off.")


# What most people would type anyway: the line counts at once.
_FIRST_VALUES = {"saved_lately": "30", "decade": "1990"}


def _validate(form: SmartForm) -> None:
    try:
        form.name = clean_tab_name(form.name)
    except SmartTabNameInvalid as problem:
        form.name_error = describe_problem(problem)
    lines = [line for line in form.lines if not line.is_blank]
    by, _dash, direction = form.order.rpartition("-")
    # Through the JSON of the API, so that a rule is checked in one place, whichever way it comes in.
    try:
        form.rules = rules_from_json(
            {
                "match": form.match,
                "conditions": [line.to_json() for line in lines],
                "sort": {"by": by, "descending": direction == "down"},
                "limit": _number(form.limit) if form.limit else None,
            }
        )
    except InvalidRules as problem:
        if problem.number is None:
            form.error = describe_problem(problem)
        else:
            line = lines[problem.number - 1]
            line.error = _describe(problem, line)


def _describe(problem: InvalidRules, line: ConditionLine) -> str:
    """Returns the error of a line in the numbers and units that the person sees."""
    values = dict(problem.values) | {"number": line.number + 1, "condition": line.label}
    if line.kind in PERCENTS:
        values |= {name: _as_percent(values[name]) for name in ("low", "high", "value") if name in values}
    return describe(problem.code, values)


def _as_percent(value: Any) -> str:
    number = _number(str(value))
    return str(value) if isinstance(number, str) else f"{number * 100:g}%"


def _posted_line(data: Mapping[str, str], number: int) -> ConditionLine:
    first, second = (data.get(f"{name}-{number}", "").strip() for name in ("first", "second"))
    negated = data.get(f"is-{number}") == "not"
    return ConditionLine(number, data[f"kind-{number}"], negated, first, second)


def _number(text: str) -> Any:
    """Returns the number; the text where it is none, which the rules refuse. A decimal comma counts as a point."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return text
    return int(value) if value.is_integer() else value


def _text(kind: str, value: Any) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value * 100 if kind in PERCENTS else value:.12g}"


def _decades() -> range:
    return range(timezone.localdate().year // 10 * 10, FIRST_DECADE - 1, -10)


def _is_offered_decade(condition: RangeCondition) -> bool:
    return condition.on == "release_year" and is_decade(condition) and condition.low in _decades()
