"""What is asked before a column with a chart on it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from problems.kinds import Problem
from sheets.charts import ChartOfColumns, find_charts
from sheets.columns import Column
from sheets.models import LinkedSheet
from website.problems.presenters import ProblemPresenter, present_request_problem


@dataclass(frozen=True, slots=True)
class SheetChartPresenter:
    """A chart that loses what it shows."""

    chart: ChartOfColumns

    @property
    def title(self) -> str:
        return self.chart.title or _("A chart without a title")

    @property
    def place(self) -> str:
        values = {"tab": self.chart.tab, "columns": join_headers(self.chart.columns)}
        return _("On the tab “%(tab)s”; shows %(columns)s.") % values


@dataclass(frozen=True, slots=True)
class ChartQuestion:
    """Asks what becomes of `deselected` columns: `charts` show some of them, or `problem` kept Google from saying so."""

    deselected: tuple[Column, ...]
    charts: tuple[SheetChartPresenter, ...] = ()
    problem: ProblemPresenter | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that are asked about: those with a chart, or all where that is not known."""
        if self.problem is not None:
            return self.deselected
        shown = {column for one in self.charts for column in one.chart.columns}
        return tuple(column for column in self.deselected if column in shown)

    @property
    def heading(self) -> str:
        if self.problem is not None:
            return _("Does a chart of yours show %(columns)s?") % {"columns": join_headers(self.columns)}
        text = ngettext(
            "A chart of yours shows %(columns)s",
            "%(count)s charts of yours show %(columns)s",
            len(self.charts),
        )
        return text % {"count": len(self.charts), "columns": join_headers(self.columns)}

    @property
    def lead(self) -> str:
        if self.problem is not None:
            return _(
                "A chart loses what it shows when its column goes, and this time we could not find out whether there is"
                " one. Nothing is saved yet."
            )
        return ngettext(
            "With the next sync the column would go, and the chart would lose what it shows. Nothing is saved yet.",
            "With the next sync the columns would go, and their charts would lose what they show. Nothing is saved yet.",
            len(self.columns),
        )

    @property
    def keep_label(self) -> str:
        return ngettext("Keep the column", "Keep the columns", len(self.columns))

    @property
    def remove_label(self) -> str:
        return ngettext("Remove it anyway", "Remove them anyway", len(self.columns))

    @property
    def kept(self) -> str:
        """What the button sends that keeps: the ids of columns."""
        return " ".join(column.id for column in self.columns)

    @property
    def removed(self) -> str:
        """What the other button sends: all that the person has deselected, so that nothing is asked twice."""
        return " ".join(column.id for column in self.deselected)


def ask_about_charts(sheet: LinkedSheet, deselected: tuple[Column, ...]) -> ChartQuestion | None:
    """Returns what to ask before the columns go; None where no chart shows them. Google is asked where there are any."""
    try:
        charts = find_charts(sheet, deselected)
    except Problem as problem:
        return ChartQuestion(deselected, problem=present_request_problem(problem, reverse("sheet")))
    return ChartQuestion(deselected, tuple(map(SheetChartPresenter, charts))) if charts else None


def join_headers(columns: Sequence[Column]) -> str:
    """Returns “Artist”, “Artist and Album” or “Artist, Track and Album”."""
    *others, last = [column.header for column in columns]
    return _("%(others)s and %(last)s") % {"others": ", ".join(others), "last": last} if others else last
