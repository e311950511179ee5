"""A tab that the person turned into a table with typed columns is written all the same."""

from __future__ import annotations

import pytest

from tests.support.sheet_harness import SheetHarness, synced_sheet

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def harness(made_once) -> SheetHarness:
    return made_once(synced_sheet)


def make_table(harness: SheetHarness, rows: int) -> None:
    area = {"startRowIndex": 0, "endRowIndex": rows, "startColumnIndex": 0, "endColumnIndex": 8}
    columns = [{"columnIndex": 3, "columnType": "DATE"}, {"columnIndex": 5, "columnType": "DOUBLE"}]
    table = {"range": {"sheetId": harness.sheet.gid, **area}, "columnProperties": columns}
    harness.book.batch_update([{"addTable": {"table": table}}])


def test_new_rows_join_the_table(sandbox, harness) -> None:
    make_table(harness, 51)
    (new,) = sandbox.world.spotify.save("ada", 1)
    receipt = harness.sync()
    assert receipt["added"] == 1
    assert harness.column("Link")[0] == f"https://open.spotify.com/track/{new}"
    (table,) = harness.book.tab(harness.sheet.gid).tables
    assert table["range"]["endRowIndex"] == 51, "one came in, one left the scope"


def test_older_rows_below_the_last_one_join_the_table(sandbox, harness) -> None:
    make_table(harness, 51)
    writes = sandbox.world.count("google-sheets", "batch_update")
    harness.change_settings(scope="all")
    (table,) = harness.book.tab(harness.sheet.gid).tables
    assert table["range"]["endRowIndex"] == len(harness.rows) == 61
    assert sandbox.world.count("google-sheets", "batch_update") == writes + 1


def test_a_new_column_inside_the_table_is_written_without_its_format(sandbox, harness) -> None:
    """Google refuses the format of the batch, and with it the batch: the data is sent again by itself."""
    make_table(harness, 51)
    writes = sandbox.world.count("google-sheets", "batch_update")
    receipt = harness.change_settings(columns=("artist", "track", "album", "added", "duration", "link"))
    assert receipt["columns"] == ["artist", "track", "album", "added", "duration", "link"]
    assert all(isinstance(value, float) for value in harness.column("Duration"))
    assert sandbox.world.count("google-sheets", "batch_update") <= writes + 3


def test_the_first_write_into_a_table_is_data_without_formats(sandbox) -> None:
    harness = SheetHarness(sandbox.world)
    make_table(harness, 1000)
    harness.sync()
    assert len(harness.column("Link")) == 50


def test_a_footer_stays_below(sandbox, harness) -> None:
    harness.book.type_cell(harness.sheet.gid, 51, 1, "Total")
    make_table(harness, 52)
    harness.change_settings(scope="all")
    assert [row[1] for row in harness.rows][-1] == "Total"
    assert len(harness.rows) == 62


def test_a_column_with_a_drop_down_list_stops_no_sync(sandbox, harness) -> None:
    area = {"startRowIndex": 1, "endRowIndex": 51, "startColumnIndex": 6, "endColumnIndex": 7}
    values = [{"userEnteredValue": "good"}, {"userEnteredValue": "bad"}]
    rule = {"condition": {"type": "ONE_OF_LIST", "values": values}}
    validate = {"range": {"sheetId": harness.sheet.gid, **area}, "rule": rule}
    harness.book.batch_update([{"setDataValidation": validate}])
    (new,) = sandbox.world.spotify.save("ada", 1)
    assert harness.sync()["added"] == 1
    assert harness.column("Link")[0] == f"https://open.spotify.com/track/{new}"


def test_a_comment_holds_its_row(sandbox, harness) -> None:
    gone = harness.column("Link")[3]
    harness.book.comment(harness.sheet.gid, 4, 1, "heard live")
    sandbox.world.spotify.remove("ada", offsets=[3])
    assert len(harness.sync()["kept"]) == 1
    assert gone in harness.column("Link")
