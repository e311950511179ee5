"""The supported spreadsheet functions. An argument is the list of values that it covers."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.google.cells import Value, number

_SHOWN = {
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "NAME": "#NAME?",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "ERROR": "#ERROR!",
}

Arguments = list[list[Value | None]]


class FormulaError(Exception):
    """The error value of a formula; `kind` is the API's ErrorType."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind

    @property
    def shown(self) -> str:
        return _SHOWN[self.kind]


Computed = Value | FormulaError


def as_number(value: Value | None) -> float:
    if value is None:
        return 0
    if isinstance(value, str):
        raise FormulaError("VALUE")
    return value


def as_text(value: Value | None) -> str:
    if value is None:
        return ""
    return str(value).upper() if isinstance(value, bool) else str(value)


def _numbers(arguments: Arguments) -> list[int | float]:
    values = [value for argument in arguments for value in argument]
    return [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]


def _average(arguments: Arguments) -> Value:
    numbers = _numbers(arguments)
    if not numbers:
        raise FormulaError("DIVIDE_BY_ZERO")
    return number(sum(numbers) / len(numbers))


def _label(arguments: Arguments) -> Value:
    if not arguments or len(arguments) > 2:
        raise FormulaError("VALUE")
    return as_text(arguments[-1][0])


FUNCTIONS: dict[str, Callable[[Arguments], Value]] = {
    "SUM": lambda arguments: number(sum(_numbers(arguments))),
    "COUNT": lambda arguments: len(_numbers(arguments)),
    "COUNTA": lambda arguments: sum(value is not None for argument in arguments for value in argument),
    "AVERAGE": _average,
    "MIN": lambda arguments: min(_numbers(arguments), default=0),
    "MAX": lambda arguments: max(_numbers(arguments), default=0),
    "HYPERLINK": _label,
}
