"""Kinds of values that several operations take, read as strictly as the document says."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from ninja import Path, Query
from pydantic import BeforeValidator

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _require_day(value: object) -> object:
    """Raises `ValueError` for a text of another form."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("not a day such as 2026-11-28")
    return value


def _require_number(value: object) -> object:
    """Raises `ValueError` for what is no number in JSON."""
    if isinstance(value, bool | str):
        raise ValueError("not a number")  # noqa: TRY004 - which pydantic would not catch
    return value


# In a body, where a number has a form of its own: pydantic alone would take `true` and "1" as well.
WholeNumber = Annotated[int, BeforeValidator(_require_number)]
# Pydantic alone would take a number for seconds since 1970.
Day = Annotated[date, BeforeValidator(_require_day)]
Cursor = Annotated[
    str,
    Query(
        max_length=4000,
        pattern="^[A-Za-z0-9_-]*$",
        description="`next` of the page before this one. Left out: the first page.",
    ),
]
TrackId = Annotated[int, Path(description="`track_id` of a save.")]
PageLimit = Annotated[int, Query(ge=1, le=100, description="How many items a page has at most.")]
