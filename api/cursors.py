"""Cursors of lists: opaque to clients, stable while rows arrive above them.

A cursor says behind which row a page begins, never how many rows were shown: what arrives meanwhile shifts nothing.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from api.problems import ApiRequestInvalid


def encode_cursor(*values: Any) -> str:
    """Returns the cursor of the row with these values: numbers, texts, None."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, *types: type) -> list[Any]:
    """Returns the values of a cursor. Raises `ApiRequestInvalid` for one that this site has not made."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode()))
    except ValueError as error:
        raise invalid_cursor() from error
    if not isinstance(values, list) or len(values) != len(types):
        raise invalid_cursor()
    if any(type(value) is not kind for value, kind in zip(values, types, strict=True)):
        raise invalid_cursor()
    return values


def invalid_cursor() -> ApiRequestInvalid:
    """Returns the problem of a cursor that is none."""
    return ApiRequestInvalid(errors=[{"place": ["query", "cursor"], "error": "not a cursor of this list"}])
