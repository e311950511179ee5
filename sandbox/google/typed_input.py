"""Parses text as Google does when a person types it: number, date, boolean, formula, or else text."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from sandbox.google.cells import Formula, Value, number
from sandbox.google.display import EPOCH

Entry = tuple[Value | None, dict[str, Any] | None]
"""A value, and the number format that comes with it."""

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][+-]?\d+)?")
_DATES = (
    ("%Y-%m-%d", "DATE", "yyyy-mm-dd"),
    ("%m/%d/%Y", "DATE", "m/d/yyyy"),
    ("%d %B %Y", "DATE", "d mmmm yyyy"),
    ("%Y-%m-%d %H:%M:%S", "DATE_TIME", "yyyy-mm-dd hh:mm:ss"),
    ("%Y-%m-%d %H:%M", "DATE_TIME", "yyyy-mm-dd hh:mm"),
    ("%m/%d/%Y %H:%M:%S", "DATE_TIME", "m/d/yyyy h:mm:ss"),
    ("%H:%M:%S", "TIME", "h:mm:ss"),
    ("%H:%M", "TIME", "h:mm"),
)
_SHORT_DATE = re.compile(r"(\d{1,2})/(\d{1,2})")


def parse(text: str) -> Entry:
    """Returns the content of a cell after `text` was typed; a leading apostrophe makes it text."""
    if text.startswith("'"):
        return text[1:] or None, None
    if text.startswith("=") and len(text) > 1:
        return Formula(text), None
    if text.startswith("+") and len(text) > 1 and not _is_number(text):
        return Formula("=" + text), None
    stripped = text.strip()
    if stripped.upper() in ("TRUE", "FALSE"):
        return stripped.upper() == "TRUE", None
    return _number(stripped) or _date(stripped) or (text or None, None)


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and any(character.isdigit() for character in text)


def _number(text: str) -> Entry | None:
    if text.endswith("%") and _is_number(text[:-1]):
        return number(_float(text[:-1]) / 100), {
            "type": "PERCENT",
            "pattern": "0.00%" if "." in text else "0%",
        }
    if text.startswith("$") and _is_number(text[1:]):
        return number(_float(text[1:])), {"type": "CURRENCY", "pattern": "$#,##0.00"}
    return (number(_float(text)), None) if _is_number(text) else None


def _float(text: str) -> float:
    return float(text.replace(",", ""))


def _date(text: str) -> Entry | None:
    short = _SHORT_DATE.fullmatch(text)
    if short:
        text = f"{text}/{datetime.now().year}"  # noqa: DTZ005 - Google fills in the current year too
    for form, kind, pattern in _DATES:
        try:
            when = datetime.strptime(text, form)  # noqa: DTZ007 - a serial has no zone
        except ValueError:
            continue
        return _serial(when, timed=kind == "TIME"), {"type": kind, "pattern": pattern}
    return None


def _serial(when: datetime, *, timed: bool) -> int | float:
    start = datetime(1900, 1, 1) if timed else EPOCH  # noqa: DTZ001 - strptime gives times of day this date
    return number((when - start).total_seconds() / 86_400)
