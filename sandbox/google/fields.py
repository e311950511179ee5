"""Field masks: the fields selected from an answer, and the fields that a request writes.

A mask is a tree: {"sheets": {"properties": {}}}. An empty branch means everything below, "*" any name.

https://developers.google.com/workspace/sheets/api/guides/field-masks
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from sandbox.google.errors import bad_field, invalid
from sandbox.google.schema import SCHEMAS

Mask = dict[str, Any]

_TOKEN = re.compile(r"[A-Za-z0-9_]+|\*|[().,/]|(?P<other>\S)")


@lru_cache(1024)
def parse(text: str) -> Mask:
    """Parses `a.b,c(d,e/f)`. Raises GoogleError for an invalid mask.

    A client sends the same few again and again: equal ones share a mask, which nothing may change.
    """
    reader = _Reader(text)
    mask = reader.read_list()
    if reader.here() is not None:
        raise _unreadable(text)
    return mask


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [found[0] for found in _TOKEN.finditer(text)]
        self.place = 0

    def here(self) -> str | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def step_over(self, *tokens: str) -> bool:
        if self.here() not in tokens:
            return False
        self.place += 1
        return True

    def read_list(self) -> Mask:
        mask: Mask = {}
        while True:
            _join(mask, *self.read_path())
            if not self.step_over(","):
                return mask

    def read_path(self) -> tuple[str, Mask]:
        name = self.here()
        if name is None or not re.fullmatch(r"[A-Za-z0-9_]+|\*", name):
            raise _unreadable(self.text)
        self.place += 1
        if self.step_over(".", "/"):
            inner_name, inner = self.read_path()
            return name, {inner_name: inner}
        if self.step_over("("):
            inner = self.read_list()
            if not self.step_over(")"):
                raise _unreadable(self.text)
            return name, inner
        return name, {}


def _join(mask: Mask, name: str, branch: Mask) -> None:
    """Adds a branch to a mask; a branch that is already selected as a whole stays so."""
    if name not in mask:
        mask[name] = branch
    elif not mask[name] or not branch:
        mask[name] = {}
    else:
        for inner_name, inner in branch.items():
            _join(mask[name], inner_name, inner)


def _unreadable(text: str) -> Exception:
    return bad_field(
        "fields", f"Error parsing 'fields' parameter: {text}", "Request contains an invalid argument."
    )


def check_mask(schema: str, mask: Mask) -> None:
    """Raises GoogleError when the schema has no such field."""
    path = unknown_path(schema, mask)
    if path is not None:
        text = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
        raise bad_field(path, text, "Request contains an invalid argument.")


def unknown_path(schema: str, mask: Mask) -> str | None:
    """Returns the first path in the mask that the schema does not have, or None."""
    for name, branch in mask.items():
        if name == "*":
            continue
        if name not in SCHEMAS[schema]:
            return name
        inner = _message_of(SCHEMAS[schema][name])
        if branch and inner is None:
            return f"{name}.{next(iter(branch))}"
        path = unknown_path(inner, branch) if inner else None
        if path is not None:
            return f"{name}.{path}"
    return None


def _message_of(kind: Any) -> str | None:
    while isinstance(kind, list):
        kind = kind[1]
    return kind if kind in SCHEMAS else None


def branch(mask: Mask | None, name: str) -> Mask | None:
    """Returns the mask below `name`: {} for everything, None for nothing.

    A mask of None selects everything.
    """
    if mask is None or not mask:
        return {}
    return mask.get(name, mask.get("*"))


def select(answer: Any, mask: Mask | str) -> Any:
    """Returns the parts of an answer that the mask selects; lists keep their length."""
    if isinstance(mask, str):
        mask = parse(mask)
    if isinstance(answer, list):
        return [select(item, mask) for item in answer]
    if not mask or not isinstance(answer, dict):
        return answer
    wanted = ((name, value, branch(mask, name)) for name, value in answer.items())
    return {name: select(value, inner) for name, value, inner in wanted if inner is not None}


@lru_cache(1024)
def write_mask(text: str | None, schema: str, *, root: str = "") -> Mask:
    """Returns the mask of a write request: {} for "*". Raises GoogleError for an empty or unknown one.

    Shared like those of `parse`.
    """
    if not text:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    mask = parse(text)
    if root and set(mask) == {root}:
        mask = mask[root]
    path = unknown_path(schema, mask)
    if path is not None:
        raise invalid(f"Invalid field: {path}")
    return {} if "*" in mask else mask


def overlay(old: dict[str, Any], new: dict[str, Any], mask: Mask) -> dict[str, Any]:
    """Returns `old` with the masked fields replaced by those of `new`; fields absent in `new` are removed."""
    if not mask:
        return new
    result = dict(old)
    for name, inner in mask.items():
        value = new.get(name)
        if inner and isinstance(value or old.get(name), dict):
            value = overlay(old.get(name) or {}, value or {}, inner)
        if value is None or value == {}:
            result.pop(name, None)
        else:
            result[name] = value
    return result
