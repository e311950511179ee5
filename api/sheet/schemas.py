"""The linked sheet as the API shows it, and what of it can be changed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StrictBool

from api.parameters import WholeNumber
from api.syncs.schemas import Sync, SyncProblem
from problems.kinds import REGISTRY
from sheets.columns import COLUMNS
from sheets.models import LinkedSheet
from sheets.receipt import SheetReceipt
from sheets.sheet_settings import MAX_RECENT, settings_of
from syncer.access import schedule_of
from syncer.models import Schedule


def _require_column(value: str) -> str:
    """Raises `ValueError` for the id of no column."""
    if value not in COLUMNS:
        raise ValueError("no column")
    return value


# The document names the limits that `sheets.sheet_settings` holds.
ColumnId = Annotated[str, Field(json_schema_extra={"enum": list(COLUMNS)})]
KnownColumn = Annotated[ColumnId, AfterValidator(_require_column)]
RecentCount = Annotated[WholeNumber, Field(json_schema_extra={"minimum": 1, "maximum": MAX_RECENT})]


class Sheet(Schema):
    """The linked spreadsheet, and what goes into it. `recent_count` counts only with the scope `recent`.

    `written_at` and `rows` are of the last write that Google confirmed, and `time_zone` is the spreadsheet's as last read.
    """

    title: str
    url: str
    method: LinkedSheet.Method
    linked_at: datetime
    is_in_bin: bool
    columns: list[ColumnId]
    scope: LinkedSheet.Scope
    recent_count: int
    keep_removed: bool
    mode: LinkedSheet.Mode
    time_zone: str
    written_at: datetime | None
    rows: int
    problem: SyncProblem | None

    @classmethod
    def of(cls, sheet: LinkedSheet) -> Sheet:
        """Returns what the API shows of a sheet; `problem` is why the daily sync is paused."""
        wanted = settings_of(sheet)
        return cls(
            title=sheet.title,
            url=sheet.url,
            method=LinkedSheet.Method(sheet.method),
            linked_at=sheet.linked_at,
            is_in_bin=sheet.is_in_bin,
            columns=list(wanted.columns),
            scope=LinkedSheet.Scope(wanted.scope),
            recent_count=wanted.recent_count,
            keep_removed=wanted.keep_removed,
            mode=LinkedSheet.Mode(wanted.mode),
            time_zone=sheet.time_zone,
            written_at=sheet.confirmed_at,
            rows=SheetReceipt.from_json(sheet.confirmed_receipt).sheet_rows,
            problem=_problem_of(schedule_of(sheet.user)),
        )


def _problem_of(plan: Schedule | None) -> SyncProblem | None:
    if plan is None or not plan.problem_code:
        return None
    found = REGISTRY.get(plan.problem_code)
    return SyncProblem.of(plan.problem_code, found.kind if found else "", plan.problem_values)


class SheetPatch(Schema):
    """What is to be different; what is left out, or null, stays as it is."""

    model_config = ConfigDict(extra="forbid")

    columns: list[ColumnId] | None = Field(
        None,
        description="All columns that the sheet is to have, in their order; `link` is always among them.",
    )
    scope: LinkedSheet.Scope | None = Field(
        None, description="`recent`: the `recent_count` newest tracks. `all`: the whole library."
    )
    recent_count: RecentCount | None = Field(
        None, description="How many tracks the scope `recent` has. With `all` it is stored and does nothing."
    )
    keep_removed: StrictBool | None = Field(
        None, description="Whether the rows of tracks that you have removed at Spotify stay in the sheet."
    )
    mode: LinkedSheet.Mode | None = Field(
        None,
        description="`merge`: beside your own columns, rows and notes. `mirror`: an exact copy from A1 on; a sync stops and changes "
        "nothing where something of yours is in its place.",
    )
    remove_columns: list[KnownColumn] = Field(
        [], description="Columns that may go although a chart of yours shows them."
    )

    def to_changes(self) -> dict[str, Any]:
        """Returns the fields of `SheetSettings` that are to be different."""
        given = self.model_dump(exclude_none=True, exclude={"remove_columns", "columns"})
        return given if self.columns is None else given | {"columns": tuple(self.columns)}


class SheetChange(Schema):
    """The sheet as it will be, and the sync that brings it in line; null where nothing is different."""

    sheet: Sheet
    sync: Sync | None
