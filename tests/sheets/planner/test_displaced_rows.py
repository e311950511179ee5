"""New rows take the place of the first and the last track's row, so that ranges which begin or end there hold them too."""

from __future__ import annotations

import pytest

from sheets.planner.requests import add_tab
from tests.sheets.planner.small_library import SmallLibrary
from tests.sheets.planner.tab_under_test import GID, TabUnderTest

RATING = 5
OTHER = 8
TABLE = {"sheetId": GID, "startRowIndex": 1, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 6}


@pytest.fixture
def count() -> int:
    return 3


@pytest.fixture
def tab(library) -> TabUnderTest:
    """Songs 3 to 1 in A to E, ratings in F, and another tab for formulas."""
    tab = TabUnderTest(columns=8)
    tab.sync(library.desired())
    for row, text in enumerate(("Rating", "three stars", "", "one star")):
        tab.type(row, RATING, text)
    tab.send([add_tab(OTHER, "Dashboard", 9, 3)])
    return tab


def sync(tab: TabUnderTest, library: SmallLibrary, saves: int = 2):
    library.save(saves)
    return tab.sync(library.desired(written_columns=library.columns))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("=COUNTA(code!B2:B)", "=COUNTA(code!B2:B)"),
        ("=COUNTA(code!B2:B4)", "=COUNTA(code!B2:B6)"),
        ("=COUNTA(code!B1:B4)", "=COUNTA(code!B1:B6)"),
        ("=COUNTA(code!B:B)", "=COUNTA(code!B:B)"),
        ("=COUNTA(code!B2:B4)+code!B4", "=COUNTA(code!B2:B6)+code!B6"),
    ],
)
def test_formulas_on_another_tab_count_the_new_rows(tab, library, before, after):
    tab.book.type_cell(OTHER, 0, 0, before)
    sync(tab, library)
    assert tab.book.values(OTHER)[0][0] == after


def test_array_formula_in_a_header_stays_beside_its_tracks(tab, library):
    tab.type(0, 6, "=ARRAYFORMULA(B2:B)")
    sync(tab, library)
    assert tab.values[0][6] == "=ARRAYFORMULA(B2:B)"


def test_colour_rule_chart_and_named_range_hold_the_new_rows(tab, library):
    rule = {"booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": {}}, "ranges": [TABLE]}
    column = {**TABLE, "startColumnIndex": 1, "endColumnIndex": 2}
    source = {"sourceRange": {"sources": [column]}}
    basic = {"chartType": "COLUMN", "domains": [{"domain": source}], "series": [{"series": source}]}
    position = {"overlayPosition": {"anchorCell": {"sheetId": OTHER, "rowIndex": 2, "columnIndex": 0}}}
    chart = {"spec": {"basicChart": basic}, "position": position}
    tab.send(
        [
            {"addConditionalFormatRule": {"rule": rule, "index": 0}},
            {"addNamedRange": {"namedRange": {"name": "Songs", "range": column}}},
            {"addChart": {"chart": chart}},
        ]
    )
    sync(tab, library)
    answer = tab.book.get()
    (kept,) = [rule for sheet in answer["sheets"] for rule in sheet.get("conditionalFormats", ())]
    (drawn,) = [chart for sheet in answer["sheets"] for chart in sheet.get("charts", ())]
    ranges = [
        kept["ranges"][0],
        answer["namedRanges"][0]["range"],
        drawn["spec"]["basicChart"]["series"][0]["series"]["sourceRange"]["sources"][0],
    ]
    assert [(area["startRowIndex"], area["endRowIndex"]) for area in ranges] == [(1, 6)] * 3


def test_everything_in_the_row_stays_beside_its_track(tab, library):
    tab.book.add_tick_boxes(GID, 1, 3, 6)
    tab.type(1, 6, "TRUE")
    sync(tab, library)
    assert tab.song_numbers == ["5", "4", "3", "2", "1"]
    assert tab.column(RATING) == ["Rating", None, None, "three stars", None, "one star"]
    assert [bool(cell) for cell in tab.column(6)] == [False, False, False, True, False, False]


def note(tab, row):
    tab.note(row, RATING, "heard it on the radio")


def comment(tab, row):
    tab.book.comment(GID, row, RATING, "Really?")


def formula(tab, row):
    tab.type(row, 6, f"=F{row + 1}&$F$2")


def merge(tab, row):
    area = {**TABLE, "startRowIndex": row, "endRowIndex": row + 1, "startColumnIndex": 6, "endColumnIndex": 8}
    tab.send([{"mergeCells": {"range": area, "mergeType": "MERGE_ALL"}}])


def hide(tab, row):
    tab.book.hide_rows(GID, row)


def make_table(tab, row):
    tab.send([{"addTable": {"table": {"range": {**TABLE, "startRowIndex": 0}}}}])


@pytest.mark.parametrize("hold", [note, comment, formula, merge, hide, make_table])
def test_row_with_what_a_copy_leaves_behind_is_pushed_down_as_it_is(tab, library, hold):
    hold(tab, 1)
    planned = sync(tab, library)
    (inserted,) = [one["insertDimension"] for one in planned.requests if "insertDimension" in one]
    assert inserted["range"]["startIndex"] == 1
    assert not any("copyPaste" in request for request in planned.requests)
    assert tab.column(RATING) == ["Rating", None, None, "three stars", None, "one star"]


@pytest.mark.parametrize("hold", [note, comment, formula, merge, hide, make_table])
def test_older_rows_come_in_below_a_last_row_that_a_copy_would_not_take_along(tab, library, hold):
    hold(tab, 3)
    planned = save_older(tab, library)
    (inserted,) = [one["insertDimension"] for one in planned.requests if "insertDimension" in one]
    assert (inserted["range"]["startIndex"], inserted["inheritFromBefore"]) == (4, True)
    assert not any("copyPaste" in request for request in planned.requests)
    assert tab.song_numbers == ["3", "2", "1", "5", "4"]
    assert tab.column(RATING) == ["Rating", "three stars", None, "one star", None, None]


def save_older(tab: TabUnderTest, library: SmallLibrary, saves: int = 2):
    library.save(saves, at=len(library.saved))
    return tab.sync(library.desired(written_columns=library.columns))


@pytest.mark.parametrize("saves", [1, 2])
def test_ranges_that_end_at_the_last_row_hold_older_tracks(tab, library, saves):
    tab.book.type_cell(OTHER, 0, 0, "=COUNTA(code!B2:B4)")
    tab.book.type_cell(OTHER, 1, 0, "=SUM(code!D1:D4)")
    tab.book.type_cell(OTHER, 2, 0, "=code!B4")
    tab.type(5, 1, "=COUNTA(B2:B4)")
    planned = save_older(tab, library, saves)
    assert tab.song_numbers[:3] == ["3", "2", "1"]
    assert [row[0] for row in tab.book.values(OTHER)] == [
        f"=COUNTA(code!B2:B{4 + saves})",
        f"=SUM(code!D1:D{4 + saves})",
        f"=code!B{4 + saves}",
    ]
    assert tab.values[5 + saves][1] == f"=COUNTA(B2:B{4 + saves})"
    assert planned.displaces


def test_the_last_row_keeps_its_place_and_what_is_beside_it(tab, library):
    tab.book.add_tick_boxes(GID, 1, 3, 6)
    tab.type(3, 6, "TRUE")
    save_older(tab, library)
    assert tab.song_numbers == ["3", "2", "1", "5", "4"]
    assert tab.column(RATING) == ["Rating", "three stars", None, "one star", None, None]
    assert [bool(cell) for cell in tab.column(6)] == [False, False, False, True, False, False]
    rules = [row.cell(6).validation for row in tab.book.tab(GID).rows[1:6]]
    assert all(rules)


def test_older_rows_get_the_formula_of_the_last_one(tab, library):
    tab.type(1, 6, "=YEAR(D2)")
    tab.book.fill_down(GID, 1, 2, 6)
    save_older(tab, library, 3)
    assert tab.column(6)[1:] == [f"=YEAR(D{row})" for row in range(2, 8)]


def test_newer_and_older_rows_come_in_at_once(tab, library):
    tab.book.type_cell(OTHER, 0, 0, "=COUNTA(code!B2:B4)")
    library.save(2, at=3)
    sync(tab, library)
    assert tab.song_numbers == ["7", "6", "3", "2", "1", "5", "4"]
    assert tab.column(RATING) == ["Rating", None, None, "three stars", None, "one star", None, None]
    assert tab.book.values(OTHER)[0][0] == "=COUNTA(code!B2:B8)"


def test_a_last_row_that_goes_leaves_the_range_to_those_that_come(tab, library):
    tab.book.type_cell(OTHER, 0, 0, "=COUNTA(code!B2:B4)")
    tab.type(3, RATING, "")
    library.remove(2)
    save_older(tab, library, 1)
    assert tab.song_numbers == ["3", "2", "4"]
    assert tab.book.values(OTHER)[0][0] == "=COUNTA(code!B2:B4)"


@pytest.mark.parametrize("place", [1, RATING])
def test_persons_own_row_stays_under_the_header(tab, library, place):
    tab.book.insert_rows(GID, 1)
    tab.type(1, place, "my best of")
    tab.book.type_cell(OTHER, 0, 0, "=COUNTA(code!B2:B)")
    sync(tab, library)
    assert tab.values[1][place] == "my best of"
    assert tab.song_numbers[1:] == ["5", "4", "3", "2", "1"]
    assert tab.book.values(OTHER)[0][0] == "=COUNTA(code!B2:B)"


def test_new_rows_go_above_a_blank_row(tab, library):
    tab.book.insert_rows(GID, 1)
    sync(tab, library)
    assert tab.song_numbers == ["5", "4", "None", "3", "2", "1"]


def test_column_with_a_title_and_no_values_yet_changes_nothing(tab, library):
    tab.type(0, 6, "Mood")
    tab.book.type_cell(OTHER, 0, 0, "=COUNTA(code!B2:B)")
    planned = sync(tab, library)
    emptied = [
        one["updateCells"] for one in planned.requests if "rows" not in one.get("updateCells", {"rows": 1})
    ]
    # a cell without a value may hold a picture: it is copied and emptied as the others
    assert [(one["range"]["startColumnIndex"], one["range"]["endColumnIndex"]) for one in emptied] == [(5, 7)]
    assert tab.book.values(OTHER)[0][0] == "=COUNTA(code!B2:B)"


def test_columns_that_come_and_go_with_the_same_sync(tab, library):
    tab.book.type_cell(OTHER, 0, 0, "=COUNTA(code!B2:B)")
    tab.type(2, 2, "my album")
    library.save(2)
    tab.choose(library, "track", "artist", "duration", "link")
    assert tab.song_numbers == ["5", "4", "3", "2", "1"]
    assert tab.column(tab.headers.index("Rating"))[3] == "three stars"
    kept = [cells for cells in tab.values if "my album" in cells]
    assert [cells[tab.tagged["track"]] for cells in kept] == ["Song 2"]
    place = kept[0].index("my album")
    assert [cell for cell in tab.column(place) if cell is not None] == ["my album"]
    assert tab.book.values(OTHER)[0][0] == "=COUNTA(code!A2:A)"


def test_last_row_of_the_grid_is_pushed_down_as_it_is(tab, library):
    tab.book.delete_rows(GID, 2, tab.read().row_count - 2)
    sync(tab, library)
    assert tab.song_numbers == ["5", "4", "3", "2", "1"]


@pytest.mark.parametrize("limit", [900, 1_300, 2_000])
def test_batches_of_any_size_lead_to_the_same_tab(tab, library, limit):
    library.save(6, at=3)
    library.save(6)
    desired = library.desired(written_columns=library.columns)
    other = tab.copy()
    tab.sync(desired)
    for _ in range(20):
        parts = other.parts(desired, limit)
        if not parts:
            break
        other.send(parts[0])
    assert other.values == tab.values
