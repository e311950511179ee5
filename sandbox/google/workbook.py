"""A model of one spreadsheet behind the Sheets API, without HTTP and accounts.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sandbox.google import batch, spreadsheet_answer
from sandbox.google.errors import GoogleError, invalid
from sandbox.google.fields import Mask
from sandbox.google.filters import places
from sandbox.google.schema import check
from sandbox.google.tab import Tab
from sandbox.google.user_edits import UserEdits
from sandbox.google.values import Values

__all__ = ["GoogleError", "Workbook"]


class Workbook(UserEdits, Values):
    """The API's methods; a person's edits are in UserEdits.

    Bodies and answers are the API's JSON. A refusal raises GoogleError and changes nothing.
    """

    @classmethod
    def new(
        cls, spreadsheet_id: str = "sheet", title: str = "Untitled spreadsheet", time_zone: str = "Etc/GMT"
    ) -> Workbook:
        """Returns a workbook as Google creates it: one tab `Sheet1` with gid 0, 1000 rows and 26 columns."""
        return cls(spreadsheet_id, title, time_zone, tabs=[Tab.blank(0, "Sheet1")])

    def batch_update(
        self,
        requests: list[dict[str, Any]],
        *,
        include_spreadsheet: bool = False,
        response_ranges: Iterable[str] = (),
        response_include_grid_data: bool = False,
        by: str | None = None,
    ) -> dict[str, Any]:
        """Applies all requests in order, or none. `by` is the editor's e-mail address; None is the owner."""
        body: dict[str, Any] = {"requests": requests}
        if include_spreadsheet:
            body["includeSpreadsheetInResponse"] = True
            body["responseIncludeGridData"] = response_include_grid_data
            body["responseRanges"] = list(response_ranges)
        return self.apply(body, by=by)

    def apply(
        self, body: dict[str, Any], *, by: str | None = None, mask: Mask | None = None
    ) -> dict[str, Any]:
        """Applies a whole BatchUpdateSpreadsheetRequest; `mask` selects fields of the answer."""
        check("BatchUpdateSpreadsheetRequest", body)
        if not body.get("requests"):
            raise invalid("Must specify at least one request.")
        draft, replies = batch.run(self, body["requests"], by)
        result = spreadsheet_answer.of_batch(draft, replies, body, mask or {})
        self.take(draft)
        return result

    def get(
        self,
        ranges: Iterable[str] = (),
        *,
        include_grid_data: bool = False,
        mask: Mask | None = None,
        comments: str | None = None,
    ) -> dict[str, Any]:
        """Returns a Spreadsheet. With a mask, grid data is included if selected; otherwise if requested."""
        found = [self.place_of_text(text) for text in ranges] or None
        return spreadsheet_answer.spreadsheet(
            self, found, mask or {}, grid_data=bool(mask) or include_grid_data, comments=comments
        )

    def get_by_data_filter(
        self,
        filters: list[dict[str, Any]],
        include_grid_data: bool = True,
        mask: Mask | None = None,
        *,
        comments: str | None = None,
    ) -> dict[str, Any]:
        """Returns a Spreadsheet with the tabs that a filter matches, and one GridData for each filter."""
        check("GetSpreadsheetByDataFilterRequest", {"dataFilters": filters})
        found = places(self, filters) if filters else None
        return spreadsheet_answer.spreadsheet(
            self, found, mask or {}, grid_data=bool(mask) or include_grid_data, comments=comments
        )
