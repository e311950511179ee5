"""Checks bodies as Google's JSON parser does: an unknown name or wrong type gives a 400 with its path.

schema.json is the short form of Google's discovery document (field names and types only).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sandbox.google.errors import GoogleError, bad_field, invalid

SCHEMAS: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("schema.json").read_text())
_PACKAGE = "type.googleapis.com/google.apps.sheets.v4."
_ONE_OF = {"Request": "kind", "ExtendedValue": "value"}

Checker = Callable[[Any], None]


class Misfit(Exception):
    """A value does not fit the schema. `path` is built from the inside out while it is raised."""

    def __init__(self, text: str, *, unknown: bool = False) -> None:
        super().__init__(text)
        self.text = text
        self.unknown = unknown
        self.path = ""

    def within(self, step: str) -> Misfit:
        joint = "." if self.path and not self.path.startswith("[") else ""
        self.path = f"{step}{joint}{self.path}"
        return self


def check(schema: str, body: Any) -> None:
    """Raises GoogleError unless `body` has only documented fields of the right types."""
    if not isinstance(body, dict):
        raise invalid("Invalid JSON payload received. Unexpected token.")
    try:
        _CHECKERS[schema](body)
    except Misfit as misfit:
        raise _refusal(misfit) from None


def _refusal(misfit: Misfit) -> GoogleError:
    if misfit.unknown:
        place = f" at '{misfit.path}'" if misfit.path else ""
        text = f"Invalid JSON payload received. Unknown name {misfit.text}{place}: Cannot find field."
    else:
        text = f"Invalid value at '{misfit.path}' {misfit.text}"
    return bad_field(misfit.path, text)


def _message(name: str) -> Checker:
    one_of = _ONE_OF.get(name)

    def check_message(value: Any) -> None:
        if type(value) is not dict:
            raise Misfit(f"({_PACKAGE}{name}), {json.dumps(value)}")
        fields = _FIELDS[name]
        for key, item in value.items():
            checker = fields.get(key)
            if checker is None:
                raise Misfit(json.dumps(key), unknown=True)
            try:
                checker(item)
            except Misfit as misfit:
                raise misfit.within(_snake(key)) from None
        if one_of and len(value) > 1:
            raise Misfit(f"(oneof), oneof field '{one_of}' is already set. Cannot set '{list(value)[1]}'")

    return check_message


def _list_of(item_checker: Checker) -> Checker:
    def check_list(value: Any) -> None:
        if type(value) is not list:
            raise Misfit(f"(type.googleapis.com/google.protobuf.ListValue), {json.dumps(value)}")
        for place, item in enumerate(value):
            try:
                item_checker(item)
            except Misfit as misfit:
                raise misfit.within(f"[{place}]") from None

    return check_list


def _map_of(item_checker: Checker) -> Checker:
    def check_map(value: Any) -> None:
        if type(value) is not dict:
            raise Misfit(f"(type.googleapis.com/google.protobuf.Struct), {json.dumps(value)}")
        for item in value.values():
            item_checker(item)

    return check_map


def _scalar(name: str, *types: type) -> Checker:
    def check_scalar(value: Any) -> None:
        if type(value) not in types and value is not None:
            raise Misfit(f"({name}), {json.dumps(value)}")

    return check_scalar


def _choice(choices: frozenset[str]) -> Checker:
    def check_choice(value: Any) -> None:
        if value is not None and (type(value) is not str or value not in choices):
            raise Misfit(f"({_PACKAGE}Enum), {json.dumps(value)}")

    return check_choice


def _anything(_: Any) -> None:
    return


_SCALARS: dict[str, Checker] = {
    "any": _anything,
    "string": _scalar("TYPE_STRING", str),
    "string:google-datetime": _scalar("type.googleapis.com/google.protobuf.Timestamp", str),
    "string:google-fieldmask": _scalar("type.googleapis.com/google.protobuf.FieldMask", str),
    "boolean": _scalar("TYPE_BOOL", bool),
    "integer:int32": _scalar("TYPE_INT32", int),
    "number:float": _scalar("TYPE_FLOAT", int, float),
    "number:double": _scalar("TYPE_DOUBLE", int, float),
}


def _checker(kind: Any) -> Checker:
    if isinstance(kind, list):
        return (_list_of if kind[0] == "[" else _map_of)(_checker(kind[1]))
    if kind.startswith("enum:"):
        return _choice(frozenset(kind.removeprefix("enum:").split("|")))
    return _SCALARS[kind] if kind in _SCALARS else _CHECKERS[kind]


def _snake(name: str) -> str:
    return re.sub(r"([A-Z])", lambda found: "_" + found[1].lower(), name)


_CHECKERS: dict[str, Checker] = {name: _message(name) for name in SCHEMAS}
_FIELDS: dict[str, dict[str, Checker]] = {
    name: {field: _checker(kind) for field, kind in fields.items()} for name, fields in SCHEMAS.items()
}
