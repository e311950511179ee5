"""Evaluates a few formulas: literals, references, named ranges, + - * / &, and a handful of functions.

Any other is shown as #ERROR!. `references` rewrites references when rows or columns move.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sandbox.google.cells import Cell, Formula, Value, number
from sandbox.google.errors import GoogleError
from sandbox.google.functions import FUNCTIONS, Computed, FormulaError, as_number, as_text
from sandbox.google.ranges import Area
from sandbox.google.spreadsheet_state import Place, SpreadsheetState
from sandbox.google.tab import Tab

_DEEPEST = 50
ENDS = (",", ";", ")")
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>"(?:[^"]|"")*")
  | (?P<range>(?:'(?:[^']|'')+'!|\w+!)?\$?[A-Za-z]{1,3}(?:\$?\d+)?:\$?[A-Za-z]{1,3}(?:\$?\d+)?)(?!\w)
  | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
  | (?P<call>[A-Za-z][A-Za-z0-9.]*)\(
  | (?P<reference>(?:'(?:[^']|'')+'!|\w+!)?\$?[A-Za-z]{1,3}\$?\d+)(?!\w)
  | (?P<boolean>TRUE|FALSE)(?!\w)
  | (?P<broken>\#REF!)
  | (?P<name>[^\W\d]\w*)
  | (?P<sign>[-+*/&(),;])
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_LINK = re.compile(r'=HYPERLINK\(\s*"((?:[^"]|"")*)"', re.IGNORECASE)


class Token(NamedTuple):
    kind: str
    text: str


def effective(book: SpreadsheetState, tab: Tab, cell: Cell, depth: int = 0) -> Computed | None:
    """Returns the value that a cell displays: its own, or its formula's result, which may be a FormulaError."""
    if not isinstance(cell.value, Formula):
        return cell.value
    if depth > _DEEPEST:
        return FormulaError("REF")
    try:
        return _Reader(book, tab, cell.value[1:], depth).result()
    except FormulaError as error:
        return error
    except GoogleError:
        return FormulaError("REF")


def link(cell: Cell) -> str | None:
    """Returns the address that the cell links to, or None."""
    if isinstance(cell.value, Formula):
        found = _LINK.match(cell.value)
        return found[1].replace('""', '"') if found else None
    uri = ((cell.format or {}).get("textFormat") or {}).get("link", {}).get("uri")
    return str(uri) if uri else None


class _Reader:
    """A recursive descent parser. & binds weakest, then + and -, then * and /."""

    def __init__(self, book: SpreadsheetState, tab: Tab, text: str, depth: int) -> None:
        self.book, self.tab, self.depth = book, tab, depth
        self.tokens = _tokens(text)
        self.place = 0

    def result(self) -> Value:
        value = self._joined()
        if self.place < len(self.tokens):
            raise FormulaError("ERROR")
        return value if value is not None else 0

    def _here(self) -> Token:
        return self.tokens[self.place] if self.place < len(self.tokens) else Token("end", "")

    def _sign(self, *signs: str) -> str | None:
        token = self._here()
        if token.kind != "sign" or token.text not in signs:
            return None
        self.place += 1
        return token.text

    def _joined(self) -> Value | None:
        value = self._sum()
        while self._sign("&"):
            value = as_text(value) + as_text(self._sum())
        return value

    def _sum(self) -> Value | None:
        value = self._product()
        while sign := self._sign("+", "-"):
            right = as_number(self._product())
            value = number(as_number(value) + (right if sign == "+" else -right))
        return value

    def _product(self) -> Value | None:
        value = self._single()
        while sign := self._sign("*", "/"):
            right = as_number(self._single())
            if sign == "/" and not right:
                raise FormulaError("DIVIDE_BY_ZERO")
            value = number(as_number(value) * right if sign == "*" else as_number(value) / right)
        return value

    def _single(self) -> Value | None:
        if sign := self._sign("-", "+"):
            value = as_number(self._single())
            return number(-value if sign == "-" else value)
        if self._sign("("):
            value_inside = self._joined()
            if not self._sign(")"):
                raise FormulaError("ERROR")
            return value_inside
        token = self._here()
        self.place += 1
        match token.kind:
            case "text":
                return token.text[1:-1].replace('""', '"')
            case "number":
                return number(float(token.text))
            case "boolean":
                return token.text.upper() == "TRUE"
            case "reference":
                return self._values(token.text)[0]
            case "name":
                return self._single_value_of(token.text)
            case "broken":
                raise FormulaError("REF")
            case "call":
                return self._call(token.text.upper())
        raise FormulaError("ERROR")

    def _call(self, name: str) -> Value:
        arguments: list[list[Value | None]] = []
        while not self._sign(")"):
            arguments.append(self._argument())
            if not self._sign(",", ";") and self._here() != Token("sign", ")"):
                raise FormulaError("ERROR")
        if name not in FUNCTIONS:
            raise FormulaError("NAME")
        return FUNCTIONS[name](arguments)

    def _argument(self) -> list[Value | None]:
        token = self._here()
        if token.kind == "range":
            self.place += 1
            return self._values(token.text)
        after = self.tokens[self.place + 1 : self.place + 2]
        if token.kind == "name" and (not after or after[0].text in ENDS):
            self.place += 1
            return self._values_in(*self._named(token.text))
        return [self._joined()]

    def _named(self, name: str) -> Place:
        """Returns where a named range lies. Raises FormulaError: `#NAME?` for no such name, `#REF!` without cells."""
        found = self.book.named_range(name)
        if found is None:
            raise FormulaError("NAME")
        if "range" not in found:
            raise FormulaError("REF")
        return self.book.place(found["range"])

    def _single_value_of(self, name: str) -> Value | None:
        values = self._values_in(*self._named(name))
        if len(values) > 1:
            raise FormulaError("VALUE")
        return values[0]

    def _values(self, text: str) -> list[Value | None]:
        """Returns the values of a reference by row. Raises FormulaError if a cell in it has an error."""
        reference = text.replace("$", "")
        tab, area = self.book.place_of_text(
            reference if "!" in text else f"'{_doubled(self.tab.title)}'!{reference}"
        )
        return self._values_in(tab, area)

    def _values_in(self, tab: Tab, area: Area) -> list[Value | None]:
        cells = (cell for row in tab.rows[area.top : area.bottom] for cell in row.part(area.left, area.right))
        values = [effective(self.book, tab, cell, self.depth + 1) for cell in cells]
        return [_unless_error(value) for value in values]


def _doubled(title: str) -> str:
    return title.replace("'", "''")


def _unless_error(value: Computed | None) -> Value | None:
    if isinstance(value, FormulaError):
        raise value
    return value


def _tokens(text: str) -> list[Token]:
    tokens = []
    place = 0
    while text[place:].strip():
        found = _TOKEN.match(text, place)
        if found is None:
            raise FormulaError("ERROR")
        kind = str(found.lastgroup)
        tokens.append(Token(kind, found[kind]))
        place = found.end()
    return tokens
