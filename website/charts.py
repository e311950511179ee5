"""Charts as data: drawn by `charts.js` from a document, and as a table for everybody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from website.presenters import format_count

COLORS = 10
"""Colours of series in tokens.css."""
DASHES = 4
"""How many ways of drawing a line there are: in charts.js and in components.css."""


class ChartKind(StrEnum):
    """How the series are drawn. In `STACKED` each is on top of the one before it."""

    BARS = "bars"
    STACKED = "stacked"
    LINES = "lines"
    ROWS = "rows"
    """Bars from left to right, a label a row: for names."""


class ValueFormat(StrEnum):
    """`SHARE` is from 0 to 1 and shown in percent."""

    COUNT = "count"
    SHARE = "share"


class Series(NamedTuple):
    """A value a label; None where it is unknown, which is never drawn as 0. `is_rest`: all that have no series.

    `tracks`: of means, how many are behind each value.
    """

    name: str
    values: Sequence[float | None]
    is_rest: bool = False
    tracks: Sequence[int] = ()


class ChartRow(NamedTuple):
    """A line of the table beside a chart."""

    label: str
    cells: list[str]


class LegendEntry(NamedTuple):
    """`color` and `dash` are the classes of what is drawn beside the name."""

    name: str
    color: str
    dash: str


@dataclass(frozen=True, slots=True)
class ChartPresenter:
    """`summary` says in a sentence what the chart shows. `size`: "" or "small". Without `labels` nothing is drawn.

    `counts` are in the table alone: how many tracks are behind a line of it.
    """

    key: str
    kind: ChartKind
    title: str
    summary: str
    label_name: str
    labels: Sequence[str]
    series: Sequence[Series]
    value_format: ValueFormat = ValueFormat.COUNT
    size: str = ""
    counts: Sequence[Series] = ()

    @property
    def legend(self) -> list[LegendEntry]:
        """The series by name, where there are several. In the page and not in the picture: it wraps, and letters keep their size."""
        if len(self.series) < 2:
            return []
        return [
            LegendEntry(
                one.name,
                "series-rest" if one.is_rest else f"series-{place % COLORS + 1}",
                f"dash-{place % DASHES + 1}",
            )
            for place, one in enumerate(self.series)
        ]

    @property
    def columns(self) -> list[Series]:
        return [*self.series, *self.counts]

    @property
    def as_document(self) -> dict[str, Any]:
        """What `charts.js` reads."""
        return {
            "kind": self.kind,
            "format": self.value_format,
            "labels": list(self.labels),
            "series": [
                {
                    "name": one.name,
                    "values": list(one.values),
                    "isRest": one.is_rest,
                    "tracks": [_format_tracks(count) for count in one.tracks],
                }
                for one in self.series
            ],
            "unknown": _("unknown"),
        }

    @property
    def rows(self) -> Iterator[ChartRow]:
        for place, label in enumerate(self.labels):
            cells = [_cell(one.values[place], self.value_format) for one in self.series]
            cells += [_cell(one.values[place], ValueFormat.COUNT) for one in self.counts]
            yield ChartRow(label, cells)


def _cell(value: float | None, value_format: ValueFormat) -> str:
    return "–" if value is None else format_number(value, value_format)


def _format_tracks(count: int) -> str:
    return ngettext("%(number)s track", "%(number)s tracks", count) % {"number": format_count(count)}


def format_number(value: float, value_format: ValueFormat) -> str:
    """Returns "1,400" or "12%" in the words of the reader's language."""
    match value_format:
        case ValueFormat.COUNT:
            return format_count(round(value))
        case ValueFormat.SHARE:
            return _("%(number)s%%") % {
                "number": formats.number_format(round(value * 100, 1), 0 if value in {0, 1} else 1)
            }
