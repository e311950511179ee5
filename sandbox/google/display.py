"""The displayed text of a value: number, date and time patterns, and Google's defaults.

https://developers.google.com/workspace/sheets/api/guides/formats
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sandbox.google.functions import Computed, FormulaError

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial has no zone
_DEFAULTS = {
    "DATE": "m/d/yyyy",
    "TIME": "h:mm:ss am/pm",
    "DATE_TIME": "m/d/yyyy h:mm:ss",
    "NUMBER": "#,##0.00",
    "PERCENT": "0.00%",
    "CURRENCY": "$#,##0.00",
    "SCIENTIFIC": "0.00E+00",
}
_DATE_TOKEN = re.compile(r'"([^"]*)"|\\(.)|(\[h+\]|y+|m+|d+|h+|s+|\.0+|am/pm|a/p)|(.)', re.IGNORECASE)
_NUMBER_PATTERN = re.compile(r"[#0,.?]*[#0][#0,.?]*(?:E\+0+)?")


def shown(value: Computed | None, look: dict[str, Any] | None) -> str:
    """Returns the displayed text; `look` is the cell's format as the API represents it."""
    if value is None:
        return ""
    if isinstance(value, FormulaError):
        return value.shown
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return value
    return _number(value, (look or {}).get("numberFormat") or {})


def _number(value: float, number_format: dict[str, Any]) -> str:
    kind = number_format.get("type", "")
    pattern = number_format.get("pattern") or _DEFAULTS.get(kind, "")
    if kind in ("DATE", "TIME", "DATE_TIME"):
        return date(value, pattern)
    return by_pattern(value, pattern) if pattern and pattern != "@" else general(value)


def general(value: float) -> str:
    """Returns a number with at most ten digits, without trailing zeros."""
    text = f"{value:.10g}"
    if "e" in text:
        digits, exponent = text.split("e")
        return f"{digits}E{int(exponent):+03d}"
    return text


def moment(serial: float) -> datetime:
    """Returns the time of a serial number: days since 1899-12-30, to the millisecond."""
    return EPOCH + timedelta(milliseconds=round(serial * 86_400_000))


def date(serial: float, pattern: str) -> str:
    """Formats a serial number by a pattern such as `yyyy-mm-dd hh:mm`.

    `m` means minutes next to hours or seconds, otherwise months.
    """
    try:
        when = moment(serial)
    except OverflowError:
        return general(serial)
    half_day, parts = _date_parts(pattern)
    return "".join(
        _date_field(part.field, when, serial, half_day=half_day, minutes=part.minutes)
        if part.field
        else part.literal
        for part in parts
    )


class _DatePart(NamedTuple):
    """A field such as `yyyy`, or literal text."""

    field: str
    minutes: bool
    literal: str


@lru_cache(maxsize=64)
def _date_parts(pattern: str) -> tuple[bool, tuple[_DatePart, ...]]:
    """Returns whether hours go up to 12, and the parts of the pattern."""
    tokens = [found.groups() for found in _DATE_TOKEN.finditer(pattern)]
    fields = [field for _, _, field, _ in tokens]
    half_day = any((field or "").lower() in ("am/pm", "a/p") for field in fields)
    return half_day, tuple(
        _DatePart(
            (field or "").lower(),
            bool(field) and field[0] in "mM" and _beside_time(fields, place),
            quoted or escaped or other or "",
        )
        for place, (quoted, escaped, field, other) in enumerate(tokens)
    )


def _beside_time(fields: list[str | None], place: int) -> bool:
    before = [field for field in fields[:place] if field]
    after = [field for field in fields[place + 1 :] if field]
    return bool((before and before[-1].strip("[")[0] in "hH") or (after and after[0][0] in "sS"))


def _date_field(field: str, when: datetime, serial: float, *, half_day: bool, minutes: bool) -> str:
    width = len(field)
    match field[0]:
        case "y":
            return f"{when.year:04d}" if width > 2 else f"{when.year % 100:02d}"
        case "m" if minutes:
            return f"{when.minute:0{width}d}"
        case "m":
            return when.strftime({3: "%b", 4: "%B"}[width]) if width in (3, 4) else f"{when.month:0{width}d}"
        case "d":
            return when.strftime({3: "%a", 4: "%A"}[width]) if width in (3, 4) else f"{when.day:0{width}d}"
        case "[":
            return f"{int(serial * 24):0{width - 2}d}"
        case "h":
            return f"{(when.hour % 12 or 12) if half_day else when.hour:0{width}d}"
        case "s":
            return f"{when.second:0{width}d}"
        case ".":
            return f".{when.microsecond // 1000:03d}"[:width]
    half = "AM" if when.hour < 12 else "PM"
    return half if width > 3 else half[0]


def by_pattern(value: float, pattern: str) -> str:
    """Formats a number by `#,##0.00`, `0.0%`, `0.00E+00`, with literal text around.

    The second section of a pattern is for negative numbers.
    """
    sections = pattern.split(";")
    if value < 0 and len(sections) > 1:
        return _one_section(-value, sections[1])
    return _one_section(value, sections[0])


def _one_section(value: float, section: str) -> str:
    found = _NUMBER_PATTERN.search(section)
    if not found:
        return section.replace('"', "")
    scaled = value * 100 if "%" in section else value
    before, after = section[: found.start()], section[found.end() :]
    sign, digits = ("-", -scaled) if scaled < 0 else ("", scaled)
    return f"{sign}{_literal(before)}{_digits(digits, found[0])}{_literal(after)}"


def _literal(text: str) -> str:
    return re.sub(r'["\\]', "", text)


def _digits(value: float, pattern: str) -> str:
    mantissa, exponent, _ = pattern.partition("E+")
    whole, _, fraction = mantissa.partition(".")
    if exponent:
        return f"{value:.{len(fraction)}E}"
    text = f"{value:{',' if ',' in whole else ''}.{len(fraction)}f}"
    optional = len(fraction) - len(fraction.rstrip("#"))
    for _ in range(optional):
        text = text.removesuffix("0")
    head, point, tail = text.removesuffix(".").partition(".")
    return head.zfill(whole.count("0")) + point + tail
