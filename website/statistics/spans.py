"""From when to when each genre was saved, in words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from library.statistics.spans import GenreSpan


class SpanRow(NamedTuple):
    """A row of the table."""

    genre: str
    tracks: str
    first: str
    last: str


def present_spans(spans: Iterable[GenreSpan]) -> list[SpanRow]:
    """Returns the rows in the order of the spans."""
    # Each day once: many genres begin with the first saves, and have their last one lately.
    pattern = _("j M Y")
    format_day = cache(lambda day: str(date_format(day, pattern)))
    return [
        SpanRow(one.genre, str(intcomma(one.tracks)), format_day(one.first), format_day(one.last))
        for one in spans
    ]
