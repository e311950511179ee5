"""Charts as data: drawn by `charts.js` from a document, and as a table for everybody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import formats
from django.utils.translation import gettext as _


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
    DECIMAL = "decimal"


class Series(NamedTuple):
    """A value a label; None where it is unknown, which is never drawn as 0. `is_rest`: all that have no series."""

    name: str
    values: Sequence[float | None]
    is_rest: bool = False


class ChartRow(NamedTuple):
    """A line of the table beside a chart."""

    label: str
    cells: list[str]


@dataclass(frozen=True, slots=True)
class ChartPresenter:
    """`summary` says in a sentence what the chart shows. `size`: "" or "small". Without `labels` nothing is drawn."""

    key: str
    kind: ChartKind
    title: str
    summary: str
    label_name: str
    labels: Sequence[str]
    series: Sequence[Series]
    value_format: ValueFormat = ValueFormat.COUNT
    size: str = ""

    @property
    def as_document(self) -> dict[str, Any]:
        """What `charts.js` reads."""
        return {
            "kind": self.kind,
            "format": self.value_format,
            "labels": list(self.labels),
            "series": [
                {"name": one.name, "values": list(one.values), "isRest": one.is_rest} for one in self.series
            ],
            "unknown": _("unknown"),
        }

    @property
    def rows(self) -> Iterator[ChartRow]:
        for place, label in enumerate(self.labels):
            yield ChartRow(label, [self._cell(one.values[place]) for one in self.series])

    def _cell(self, value: float | None) -> str:
        return "–" if value is None else format_number(value, self.value_format)


def format_number(value: float, value_format: ValueFormat) -> str:
    """Returns "1,400", "12 %" or "0.57" in the words of the reader's language."""
    match value_format:
        case ValueFormat.COUNT:
            return str(intcomma(round(value)))
        case ValueFormat.SHARE:
            return _("%(number)s %%") % {
                "number": formats.number_format(round(value * 100, 1), 0 if value in {0, 1} else 1)
            }
        case ValueFormat.DECIMAL:
            return str(formats.number_format(round(value, 2), 2))
