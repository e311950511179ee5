"""The page of a linked sheet in words: the columns to choose from, the preview, and what the next write would do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.time_zones import known_zone, zone_of
from library.coverage import Coverage
from sheets.columns import COLUMNS, LINK, Column, get_columns
from sheets.dry_run import DryRun, NewColumns
from sheets.models import LinkedSheet
from sheets.planner.cells import CellValue
from sheets.rows import first_rows
from sheets.sheet_settings import SheetSettings, with_settings
from website.presenters import format_count
from website.sheet.forms import SheetSettingsForm
from website.sheet.presenters import join_headers

PREVIEW_ROWS = 5
# Day 0 of Google's serial numbers (`sheets.planner.cells`).
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - wall time, in the sheet's zone


@dataclass(frozen=True, slots=True)
class ColumnOption:
    """A column that can be chosen. `fullness`: for how many tracks it is known, "" where every track has it or none is saved."""

    column: Column
    is_chosen: bool
    fullness: str

    @property
    def is_key(self) -> bool:
        """Whether it cannot be left out."""
        return self.column.id == LINK

    @property
    def group(self) -> str:
        """The name of the group that it stands in while it is not chosen."""
        return "looked-up" if self.column.needs else "known"


@dataclass(frozen=True, slots=True)
class ColumnsPresenter:
    """The columns of a form: those that are chosen, in their order, and the others in two groups."""

    form: SheetSettingsForm
    counts: Coverage

    @property
    def chosen(self) -> list[ColumnOption]:
        return [self._option(COLUMNS[name], is_chosen=True) for name in self.form.chosen]

    @property
    def known(self) -> list[ColumnOption]:
        return [option for option in self._others if not option.column.needs]

    @property
    def looked_up(self) -> list[ColumnOption]:
        return [option for option in self._others if option.column.needs]

    @property
    def _others(self) -> Iterator[ColumnOption]:
        chosen = self.form.chosen
        return (
            self._option(column, is_chosen=False) for column in COLUMNS.values() if column.id not in chosen
        )

    def _option(self, column: Column, *, is_chosen: bool) -> ColumnOption:
        return ColumnOption(column, is_chosen, describe_fullness(column, self.counts))


def describe_fullness(column: Column, counts: Coverage) -> str:
    """Returns for how many tracks a column that is looked up is known; "" for others, and without tracks."""
    if not column.needs or not counts.tracks:
        return ""
    known = counts.with_genres if column.needs == "genres" else counts.with_features
    if known == counts.tracks:
        return _("Known for all of them.")
    values = {"known": format_count(known), "all": format_count(counts.tracks)}
    return _("Known for %(known)s of %(all)s.") % values


@dataclass(frozen=True, slots=True)
class CellPresenter:
    """A cell as Google shows it; `is_number`: it stands on the right, as its column's title does here."""

    text: str
    is_number: bool

    @classmethod
    def of(cls, column: Column, text: str) -> CellPresenter:
        return cls(text, column.kind in ("number", "date"))


@dataclass(frozen=True, slots=True)
class SheetPreviewPresenter:
    """The first rows of the sheet as its settings would have them; `count` is the number of all."""

    headers: list[CellPresenter]
    rows: list[list[CellPresenter]]
    count: int

    @property
    def caption(self) -> str:
        width = len(self.headers)
        values = {
            "columns": ngettext("%(count)s column", "%(count)s columns", width) % {"count": width},
            "rows": format_count(self.count),
            "shown": len(self.rows),
        }
        if self.count > len(self.rows):
            return _("%(columns)s, the first %(shown)s of %(rows)s rows.") % values
        return ngettext("%(columns)s, %(rows)s row.", "%(columns)s, %(rows)s rows.", self.count) % values


def present_sheet_preview(
    sheet: LinkedSheet, wanted: SheetSettings, counts: Coverage
) -> SheetPreviewPresenter:
    """Returns the preview, made as a sync makes the rows. Raises `InvalidSetting`. Two queries at most."""
    chosen = with_settings(sheet, wanted)
    columns = get_columns(chosen.columns)
    rows = first_rows(chosen, PREVIEW_ROWS, known_zone(sheet.time_zone) or zone_of(sheet.user))
    is_all = chosen.scope == LinkedSheet.Scope.ALL
    return SheetPreviewPresenter(
        headers=[CellPresenter.of(column, column.header) for column in columns],
        rows=[
            [present_cell(column, value) for column, value in zip(columns, row.values, strict=True)]
            for row in rows
        ],
        count=counts.tracks if is_all else min(chosen.recent_count, counts.tracks),
    )


def present_cell(column: Column, value: CellValue) -> CellPresenter:
    """Returns the cell as the column's format shows it.

    0.0  98.456 -> 98.5     [m]:ss  0.0025 -> 3:36     yyyy-mm-dd hh:mm  46352.5 -> 2026-11-26 12:00
    """
    return CellPresenter.of(column, _format(column, value))


def _format(column: Column, value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    if column.kind == "date":
        # Half a second, as a serial is rounded: 11:59:59.9996 is noon.
        return f"{_EPOCH + timedelta(days=value, milliseconds=500):%Y-%m-%d %H:%M}"
    if column.format == "[m]:ss":
        minutes, seconds = divmod(round(value * 86_400), 60)
        return f"{minutes}:{seconds:02}"
    return f"{value:.{len(column.format.partition('.')[2])}f}"


@dataclass(frozen=True, slots=True)
class DryRunPresenter:
    """What the next write would do, a sentence each."""

    found: DryRun

    @property
    def sentences(self) -> list[str]:
        return list(self._sentences())

    def _sentences(self) -> Iterator[str]:
        found = self.found
        if found.is_empty:
            yield _("Nothing: the sheet is as it should be.")
            yield from self._kept()
            return
        added = ngettext("Adds %(count)s row.", "Adds %(count)s rows.", found.rows_added)
        deleted = ngettext(
            "Deletes %(count)s row, whose track is not to be in the sheet any more.",
            "Deletes %(count)s rows, whose tracks are not to be in the sheet any more.",
            found.rows_deleted,
        )
        updated = ngettext(
            "Writes cells in %(count)s row.", "Writes cells in %(count)s rows.", found.rows_updated
        )
        for text, count in (
            (added, found.rows_added),
            (deleted, found.rows_deleted),
            (updated, found.rows_updated),
        ):
            if count:
                yield text % {"count": format_count(count)}
        if found.rows_moved:
            yield _("Puts rows in order, newest first.")
        yield from self._kept()
        for group in found.columns_in:
            yield _describe_new(group)
        if found.columns_out:
            text = ngettext("%(columns)s goes.", "%(columns)s go.", len(found.columns_out))
            yield text % {"columns": join_headers(found.columns_out)}
        if found.columns_left:
            text = ngettext(
                "%(columns)s is emptied of ours and left to you, with what you have put there.",
                "%(columns)s are emptied of ours and left to you, with what you have put there.",
                len(found.columns_left),
            )
            yield text % {"columns": join_headers(found.columns_left)}
        if found.columns_moved:
            text = ngettext("Moves %(count)s column.", "Moves %(count)s columns.", found.columns_moved)
            yield text % {"count": found.columns_moved}
        yield _("Formats only what is new.") if found.formats else _("Formats nothing.")

    def _kept(self) -> Iterator[str]:
        if self.found.rows_kept:
            text = ngettext(
                "Keeps %(count)s row whose track is not to be there any more, because something of yours is in it.",
                "Keeps %(count)s rows whose tracks are not to be there any more, because something of yours is in them.",
                self.found.rows_kept,
            )
            yield text % {"count": format_count(self.found.rows_kept)}


def _describe_new(group: NewColumns) -> str:
    columns, count = join_headers(group.columns), len(group.columns)
    if group.behind is None:
        text = ngettext("%(columns)s is added on the left.", "%(columns)s are added on the left.", count)
        return text % {"columns": columns}
    text = ngettext(
        "%(columns)s is added after %(behind)s.", "%(columns)s are added after %(behind)s.", count
    )
    return text % {"columns": columns, "behind": group.behind.header}
