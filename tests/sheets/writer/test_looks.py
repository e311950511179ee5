"""New rows look like their neighbours: what the person made of colours, heights and formats stays theirs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from providers.google.client import SheetsClient
from tests.support.sheet_harness import SheetHarness, synced_sheet

SKY = {"red": 0.25, "green": 0.5, "blue": 1}
ROSE = {"red": 1, "green": 0.5, "blue": 0.75}
DAY = {"type": "DATE", "pattern": "d mmm yyyy"}
ADDED = 3


@pytest.fixture
def harness(made_once, transactional_db) -> SheetHarness:
    """The 50 most recent tracks: the first 24 rows sky blue and 40 pixels high, the others rose and 60."""
    return made_once(painted_sheet)


def painted_sheet(world) -> SheetHarness:
    harness = synced_sheet(world)
    paint(harness, 1, 25, SKY, 40)
    paint(harness, 25, 51, ROSE, 60)
    return harness


def paint(harness: SheetHarness, top: int, bottom: int, color: dict[str, float], pixels: int) -> None:
    gid = harness.sheet.gid
    rows = {"sheetId": gid, "startRowIndex": top, "endRowIndex": bottom}
    dates = {**rows, "startColumnIndex": ADDED, "endColumnIndex": ADDED + 1}
    lines = {"sheetId": gid, "dimension": "ROWS", "startIndex": top, "endIndex": bottom}
    format_of = "userEnteredFormat"
    harness.book.batch_update(
        [
            {
                "repeatCell": {
                    "range": {**rows, "startColumnIndex": 0, "endColumnIndex": 8},
                    "cell": {format_of: {"backgroundColor": color}},
                    "fields": f"{format_of}.backgroundColor",
                }
            },
            {
                "repeatCell": {
                    "range": dates,
                    "cell": {format_of: {"numberFormat": DAY}},
                    "fields": f"{format_of}.numberFormat",
                }
            },
            {
                "updateDimensionProperties": {
                    "range": lines,
                    "properties": {"pixelSize": pixels},
                    "fields": "pixelSize",
                }
            },
        ]
    )


@pytest.fixture
def sent(monkeypatch) -> list[dict[str, Any]]:
    """The requests of all batches that are sent to Google from now on."""
    plain, requests = SheetsClient.batch_update, []

    def recorded(self, spreadsheet_id, batch, **more):
        requests.extend(batch)
        return plain(self, spreadsheet_id, batch, **more)

    monkeypatch.setattr(SheetsClient, "batch_update", recorded)
    return requests


def looks(harness: SheetHarness) -> list[tuple[Any, ...]]:
    """The colours of a row of the person's and ours, its height, and the format of its date; without the header's."""
    (sheet,) = harness.book.get(include_grid_data=True)["sheets"]
    (grid,) = sheet["data"]
    formats = [
        [cell.get("userEnteredFormat", {}) for cell in row.get("values", ())] for row in grid["rowData"]
    ]
    return [
        (
            {name: round(value, 2) for name, value in cells[0]["backgroundColor"].items()},
            cells[7]["backgroundColor"] == cells[0]["backgroundColor"],
            line["pixelSize"],
            cells[ADDED]["numberFormat"],
        )
        for cells, line in zip(formats[1:], grid["rowMetadata"][1:], strict=False)
    ]


SKY_ROW = (SKY, True, 40, DAY)
ROSE_ROW = (ROSE, True, 60, DAY)


def is_about_looks(request: dict[str, Any]) -> bool:
    if not request.keys().isdisjoint({"repeatCell", "updateDimensionProperties", "updateBorders"}):
        return True
    return "updateCells" in request and request["updateCells"]["fields"] != "userEnteredValue"


def test_a_new_row_under_the_header_looks_like_the_first_one(harness, sent) -> None:
    new = harness.world.spotify.save("ada", 2)
    harness.sync()
    assert {link.split("/")[-1] for link in harness.column("Link")[:2]} == set(new)
    # two came in at the top, two left at the bottom
    assert looks(harness) == [SKY_ROW] * 26 + [ROSE_ROW] * 24
    assert not any(map(is_about_looks, sent))


def test_a_new_row_that_pushes_a_note_down_looks_like_the_row_below(harness, sent) -> None:
    harness.book.set_note(harness.sheet.gid, 1, 1, "heard at the lake")
    harness.world.spotify.save("ada", 1)
    harness.sync()
    assert harness.book.notes(harness.sheet.gid) == {(2, 1): "heard at the lake"}
    assert looks(harness) == [SKY_ROW] * 25 + [ROSE_ROW] * 25
    assert not any(map(is_about_looks, sent))


@pytest.mark.parametrize(("row", "sky"), [(3, 25), (24, 24)])
def test_a_new_row_in_the_middle_looks_like_the_one_below(harness, sent, row, sky) -> None:
    """Above the fourth track, and where the colours meet."""
    below = harness.world.spotify.documents("ada")[row]["added_at"]
    (new,) = harness.world.spotify.save("ada", 1, datetime.fromisoformat(below) + timedelta(seconds=1))
    harness.sync()
    assert harness.column("Link")[row].endswith(new)
    assert looks(harness) == [SKY_ROW] * sky + [ROSE_ROW] * (50 - sky)
    assert not any(map(is_about_looks, sent))


def test_an_older_row_below_the_last_one_looks_like_it(harness, sent) -> None:
    harness.world.spotify.remove("ada", offsets=[3, 7])
    assert harness.sync()["rows_added"] == 2
    assert looks(harness) == [SKY_ROW] * 22 + [ROSE_ROW] * 28
    assert not any(map(is_about_looks, sent))


def test_only_a_new_column_gets_a_width_and_a_format(harness, sent) -> None:
    harness.change_settings(columns=("artist", "track", "album", "added", "duration", "link"))
    about_looks = [request for request in sent if is_about_looks(request)]
    assert [next(iter(request)) for request in about_looks] == ["updateDimensionProperties", "repeatCell"]
    width, format_ = (next(iter(request.values())) for request in about_looks)
    assert (width["range"]["dimension"], width["range"]["startIndex"]) == ("COLUMNS", 4)
    assert (format_["range"]["startColumnIndex"], format_["range"]["endColumnIndex"]) == (4, 5)
    assert format_["fields"] == "userEnteredFormat.numberFormat"
    assert [look[0] for look in looks(harness)] == [SKY] * 24 + [ROSE] * 26
