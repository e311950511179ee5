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


@pytest.mark.parametrize(("columns", "heard"), [(None, 5), (("artist", "track", "added", "link"), 4)])
def test_stars_hold_a_row_of_the_table_and_the_default_of_the_column_does_not(
    sandbox, harness, columns, heard
) -> None:
    area = {"startRowIndex": 0, "endRowIndex": 51, "startColumnIndex": 0, "endColumnIndex": 7}
    types = [{"columnIndex": 5, "columnType": "BOOLEAN"}, {"columnIndex": 6, "columnType": "RATINGS_CHIP"}]
    table = {"range": {"sheetId": harness.sheet.gid, **area}, "columnProperties": types}
    harness.book.batch_update([{"addTable": {"table": table}}])
    if columns:
        harness.change_settings(columns=columns)
    rated, unrated = harness.column("Link")[3:5]
    harness.book.type_cell(harness.sheet.gid, 4, heard + 1, "3")
    sandbox.world.spotify.remove("ada", offsets=[3, 4])
    assert len(harness.sync()["kept"]) == 1
    links = harness.column("Link")
    assert rated in links and unrated not in links
    assert harness.rows[1 + links.index(rated)][heard : heard + 2] == [False, 3]


GREY = {"rgbColor": {"red": 0.9, "green": 0.9, "blue": 0.9}}
TOTAL = "=COUNTA(B1:B51)-1"


def make_footer(harness: SheetHarness) -> None:
    """The footer is the last row of the table, and there because it has a colour."""
    (table,) = harness.book.tab(harness.sheet.gid).tables
    rows = {"tableId": table["tableId"], "rowsProperties": {"footerColorStyle": GREY}}
    harness.book.batch_update([{"updateTable": {"table": rows, "fields": "rowsProperties.footerColorStyle"}}])


def table_and_footer(harness: SheetHarness) -> tuple[int, list[object]]:
    """Where the table ends, and what stands in its last row and below it."""
    (table,) = harness.book.tab(harness.sheet.gid).tables
    end = table["range"]["endRowIndex"]
    assert table["rowsProperties"] == {"footerColorStyle": GREY}
    rows = [[cell for cell in row if cell is not None] for row in harness.book.values(harness.sheet.gid)]
    return end, rows[end - 1 :]


def test_new_rows_come_in_above_the_footer_which_keeps_its_formula(harness) -> None:
    make_table(harness, 51)
    harness.book.type_cell(harness.sheet.gid, 51, 1, TOTAL)
    make_footer(harness)
    assert table_and_footer(harness) == (52, [[TOTAL]])
    (new,) = harness.world.spotify.save("ada", 1)
    harness.sync()
    assert harness.column("Link")[0] == f"https://open.spotify.com/track/{new}"
    assert table_and_footer(harness) == (52, [[TOTAL]])
    harness.change_settings(scope="all")
    assert table_and_footer(harness) == (63, [[TOTAL]])
    assert [row[1] for row in harness.rows][-1] == TOTAL
    assert [link for link in harness.column("Link") if link] == harness.library


def test_an_empty_footer_stays_empty_and_last(harness) -> None:
    make_table(harness, 51)
    make_footer(harness)
    assert table_and_footer(harness) == (52, [])
    harness.change_settings(scope="all")
    assert harness.column("Link") == harness.library
    assert table_and_footer(harness) == (62, [])


def test_a_row_of_the_persons_at_the_end_of_a_table_stays_there(harness) -> None:
    harness.book.type_cell(harness.sheet.gid, 51, 1, "Total")
    make_table(harness, 52)
    harness.change_settings(scope="all")
    assert [row[1] for row in harness.rows][-1] == "Total"
    assert len(harness.rows) == 62


def test_older_rows_join_a_table_with_something_of_the_persons_below_it(harness) -> None:
    make_table(harness, 51)
    harness.book.type_cell(harness.sheet.gid, 51, 1, "My notes")
    harness.change_settings(scope="all")
    (table,) = harness.book.tab(harness.sheet.gid).tables
    assert table["range"]["endRowIndex"] == 61
    assert [row[1] for row in harness.rows][61:] == ["My notes"]


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
