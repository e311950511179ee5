"""Cursors of lists: opaque to clients, stable while rows arrive above them.

A cursor says behind which row a page begins, never how many rows were shown: what arrives meanwhile shifts nothing.
"""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from math import isfinite
from typing import Any

from api.problems import ApiRequestInvalid
from providers.text import is_storable


def encode_cursor(*values: Any) -> str:
    """Returns the cursor of the row with these values: numbers, texts, None."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, *types: type | tuple[type, ...]) -> list[Any]:
    """Returns the values of a cursor. Raises `ApiRequestInvalid` for one that this site has not made.

    `types` has the type of each value, or a tuple of types where it may be any of them:

        decode_cursor(encode_cursor(118.5, 17), (float, NoneType), int) == [118.5, 17]
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode()))
    except ValueError as error:
        raise invalid_cursor() from error
    if not isinstance(values, list) or len(values) != len(types):
        raise invalid_cursor()
    if not all(_is_of(value, kind) for value, kind in zip(values, types, strict=True)):
        raise invalid_cursor()
    return values


def decode_moment(value: str) -> datetime:
    """Returns the moment in a cursor. Raises `ApiRequestInvalid` for what is none in UTC."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise invalid_cursor() from error
    # Others could leave the calendar when they are compared.
    if moment.utcoffset() != timedelta(0):
        raise invalid_cursor()
    return moment


def _is_of(value: object, kinds: type | tuple[type, ...]) -> bool:
    if isinstance(value, float) and not isfinite(value):
        return False
    if isinstance(value, str) and not is_storable(value):
        return False
    return type(value) in (kinds if isinstance(kinds, tuple) else (kinds,))


def invalid_cursor() -> ApiRequestInvalid:
    """Returns the problem of a cursor that is none."""
    return ApiRequestInvalid(errors=[{"place": ["query", "cursor"], "error": "not a cursor of this list"}])
