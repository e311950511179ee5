"""What a row that comes in or goes does to everything that refers to the rows of a list.

The list has its header in row 1 and its data in rows 2 to 5. Each kind of reference is asked for after three edits: a row
inserted directly above the first row of data, one inserted directly below it, and the first row of data deleted.
"""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from sandbox.google import a1
from sandbox.google.workbook import Workbook
from sandbox.tests.google.workbook_requests import (
    answered,
    apply,
    area,
    delete,
    insert,
    lines,
    properties,
    small,
)

EDITS = {"above": insert("ROWS", 1, 2), "below": insert("ROWS", 2, 3), "deleted": delete("ROWS", 1, 2)}

BOUNDED = area(1, 1, 5, 2)
OPEN = {name: value for name, value in BOUNDED.items() if name != "endRowIndex"}
WITH_HEADER = area(0, 1, 5, 2)


@pytest.fixture
def songs() -> Workbook:
    return small(["Song", "Plays"], ["a", 1], ["b", 2], ["c", 3], ["d", 4], row_count=9)


def rows_of(grid_range):
    return grid_range.get("startRowIndex"), grid_range.get("endRowIndex")


def expected(above, below, deleted):
    return list(zip(EDITS, (above, below, deleted), strict=True))


def cases(**kinds):
    """One parameter for each kind, edit and expected result."""
    return [
        pytest.param(kind, edit, result, id=f"{kind}-{edit}")
        for kind, results in kinds.items()
        for edit, result in expected(*results)
    ]


FORMULAS = {
    "range": "=SUM(B2:B5)",
    "open_range": "=COUNTA(B2:B)",
    "whole_column": "=COUNTA(B:B)",
    "cell": "=B2",
    "range_with_header": "=COUNTA(B1:B5)",
    "name": "=SUM(Plays)",
    "array_formula_in_the_header": "=ARRAYFORMULA(B2:B*2)",
}


@pytest.mark.parametrize(
    ("kind", "edit", "result"),
    cases(
        range=("=SUM(B3:B6)", "=SUM(B2:B6)", "=SUM(B2:B4)"),
        open_range=("=COUNTA(B3:B)", "=COUNTA(B2:B)", "=COUNTA(B2:B)"),
        whole_column=("=COUNTA(B:B)",) * 3,
        cell=("=B3", "=B2", "=#REF!"),
        name=("=SUM(Plays)",) * 3,
        range_with_header=("=COUNTA(B1:B6)", "=COUNTA(B1:B6)", "=COUNTA(B1:B4)"),
        array_formula_in_the_header=(
            "=ARRAYFORMULA(B3:B*2)",
            "=ARRAYFORMULA(B2:B*2)",
            "=ARRAYFORMULA(B2:B*2)",
        ),
    ),
)
def test_formulas(songs, kind, edit, result):
    songs.type_cell(0, 0, 3, FORMULAS[kind])
    apply(songs, EDITS[edit])
    assert songs.values(0)[0][3] == result


def conditional_format(grid_range):
    rule = {"ranges": [grid_range], "booleanRule": {"condition": {"type": "BLANK"}, "format": {}}}
    return {"addConditionalFormatRule": {"rule": rule}}


def chart(*sources, anchor=(1, 4), gid=0, **spec):
    """A column chart over the sources, or one of the given spec."""
    series = [{"series": {"sourceRange": {"sources": [source]}}} for source in sources]
    cell = {"sheetId": gid, "rowIndex": anchor[0], "columnIndex": anchor[1]}
    position = {"overlayPosition": {"anchorCell": cell}}
    spec = spec or {"basicChart": {"chartType": "COLUMN", "series": series}}
    return {"addChart": {"chart": {"chartId": 7, "spec": spec, "position": position}}}


def sources_of(book: Workbook):
    """The source of each series of the only chart."""
    (made,) = [made for sheet in book.get()["sheets"] for made in sheet.get("charts", [])]
    series = made["spec"]["basicChart"]["series"]
    return [source for one in series for source in one["series"]["sourceRange"]["sources"]]


def name(grid_range):
    return {"addNamedRange": {"namedRange": {"name": "Plays", "range": grid_range}}}


OBJECTS = {
    "merge": {"mergeCells": {"range": BOUNDED}},
    "merge_with_header": {"mergeCells": {"range": WITH_HEADER}},
    "named_range": name(BOUNDED),
    "open_named_range": name(OPEN),
    "named_range_with_header": name(WITH_HEADER),
    "chart": chart(BOUNDED),
    "open_chart": chart(OPEN),
    "chart_with_header": chart(WITH_HEADER),
    "conditional_format": conditional_format(BOUNDED),
    "open_conditional_format": conditional_format(OPEN),
    "filter": {"setBasicFilter": {"filter": {"range": WITH_HEADER}}},
    "table": {"addTable": {"table": {"range": WITH_HEADER}}},
    "protected_range": {"addProtectedRange": {"protectedRange": {"range": BOUNDED}}},
}


def place_of(book: Workbook, kind: str):
    """First and last row of the object, as an answer has them."""
    whole = book.get()
    (sheet,) = whole["sheets"]
    match kind.removeprefix("open_").removesuffix("_with_header"):
        case "chart":
            return rows_of(sources_of(book)[0])
        case "merge":
            return rows_of(sheet["merges"][0])
        case "named_range":
            return rows_of(whole["namedRanges"][0]["range"])
        case "conditional_format":
            return rows_of(sheet["conditionalFormats"][0]["ranges"][0])
        case "filter":
            return rows_of(sheet["basicFilter"]["range"])
        case "table":
            return rows_of(sheet["tables"][0]["range"])
        case "protected_range":
            return rows_of(sheet["protectedRanges"][0]["range"])
    raise AssertionError(kind)


@pytest.mark.parametrize(
    ("kind", "edit", "result"),
    cases(
        merge=((2, 6), (1, 6), (1, 4)),
        merge_with_header=((0, 6), (0, 6), (0, 4)),
        named_range=((2, 6), (1, 6), (1, 4)),
        open_named_range=((2, None), (1, None), (1, None)),
        named_range_with_header=((0, 6), (0, 6), (0, 4)),
        chart=((2, 6), (1, 6), (1, 4)),
        open_chart=((2, None), (1, None), (1, None)),
        chart_with_header=((0, 6), (0, 6), (0, 4)),
        conditional_format=((2, 6), (1, 6), (1, 4)),
        open_conditional_format=((2, None), (1, None), (1, None)),
        filter=((0, 6), (0, 6), (0, 4)),
        table=((0, 6), (0, 6), (0, 4)),
        protected_range=((2, 6), (1, 6), (1, 4)),
    ),
)
def test_objects(songs, kind, edit, result):
    apply(songs, OBJECTS[kind], EDITS[edit])
    assert place_of(songs, kind) == result


def with_formula(text):
    format_ = conditional_format(BOUNDED)
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": text}]}
    format_["addConditionalFormatRule"]["rule"]["booleanRule"]["condition"] = condition
    return format_


@pytest.mark.parametrize(
    ("kind", "edit", "result"),
    cases(
        **{
            # what is not fixed keeps its distance to the first cell of the format
            "=$B2>1": ("=$B3>1", "=$B2>1", "=$B2>1"),
            "=$B3>$B2": ("=$B4>$B3", "=$B3>$B2", "=$B3>$B2"),
            # what is fixed is a reference like any other
            "=B2>B$5": ("=B3>B$6", "=B2>B$6", "=B2>B$4"),
            "=B2>B$2": ("=B3>B$3", "=B2>B$2", "=B2>#REF!"),
            "=COUNTIF(B$2:B$5;B2)>1": (
                "=COUNTIF(B$3:B$6;B3)>1",
                "=COUNTIF(B$2:B$6;B2)>1",
                "=COUNTIF(B$2:B$4;B2)>1",
            ),
        }
    ),
)
def test_formulas_of_conditional_formats(songs, kind, edit, result):
    apply(songs, with_formula(kind), EDITS[edit])
    (rule,) = songs.get()["sheets"][0]["conditionalFormats"]
    assert rule["booleanRule"]["condition"]["values"] == [{"userEnteredValue": result}]


@pytest.mark.parametrize(
    ("edit", "result"), expected("=Sheet1!$B$3:$B$6", "=Sheet1!$B$2:$B$6", "=Sheet1!$B$2:$B$4")
)
def test_the_list_that_a_rule_of_validation_takes_its_values_from(songs, edit, result):
    condition = {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "=Sheet1!$B$2:$B$5"}]}
    validate = {"setDataValidation": {"range": area(0, 4, 1, 5), "rule": {"condition": condition}}}
    apply(songs, validate, EDITS[edit])
    rule = songs.tab(0).rows[0].cell(4).validation
    assert rule is not None
    assert rule["condition"]["values"] == [{"userEnteredValue": result}]


DATA = {"sourceRange": {"sources": [BOUNDED]}}
KINDS = {
    "basic": {"basicChart": {"domains": [{"domain": DATA}], "series": [{"series": DATA}]}},
    "pie": {"pieChart": {"domain": DATA, "series": DATA}},
    "bubble": {"bubbleChart": {"domain": DATA, "series": DATA, "groupIds": DATA, "bubbleSizes": DATA}},
    "candlestick": {"candlestickChart": {"domain": {"data": DATA}, "data": [{"lowSeries": {"data": DATA}}]}},
    "org": {"orgChart": {"labels": DATA, "parentLabels": DATA}},
    "histogram": {"histogramChart": {"series": [{"data": DATA}]}},
    "waterfall": {"waterfallChart": {"domain": {"data": DATA}, "series": [{"data": DATA}]}},
    "treemap": {"treemapChart": {"labels": DATA, "sizeData": DATA}},
    "scorecard": {"scorecardChart": {"keyValueData": DATA}},
    "labels": {"basicChart": {"series": [{"series": DATA, "dataLabel": {"customLabelData": DATA}}]}},
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_source_of_every_kind_of_chart_shifts(songs, kind):
    apply(songs, chart(**KINDS[kind]), EDITS["above"])
    shown = str(songs.get()["sheets"][0]["charts"][0]["spec"])
    assert str(answered(2, 1, 6, 2)) in shown
    assert str(answered(1, 1, 5, 2)) not in shown


def test_a_source_whose_cells_are_all_deleted_is_left_empty_and_does_not_grow_again(songs):
    apply(songs, chart(BOUNDED, area(1, 0, 5, 1)), delete("ROWS", 1, 5))
    assert sources_of(songs) == [answered(1, 1, 1, 2), answered(1, 0, 1, 1)]
    apply(songs, insert("ROWS", 1, 3))
    assert [rows_of(source) for source in sources_of(songs)] == [(3, 3), (3, 3)]


def test_a_deleted_column_takes_its_series_and_leaves_the_others(songs):
    apply(songs, chart(area(1, 0, 5, 1), BOUNDED, area(1, 2, 5, 3)), delete("COLUMNS", 1, 2))
    assert sources_of(songs) == [answered(1, 0, 5, 1), answered(1, 1, 5, 2)]


def test_a_chart_whose_only_series_is_deleted_stays_with_its_domain(songs):
    domain = {"domain": {"sourceRange": {"sources": [area(1, 0, 5, 1)]}}}
    series = {"series": {"sourceRange": {"sources": [BOUNDED]}}}
    spec = {"basicChart": {"chartType": "COLUMN", "domains": [domain], "series": [series]}}
    apply(songs, chart(**spec), delete("COLUMNS", 1, 2))
    (made,) = songs.get()["sheets"][0]["charts"]
    left = {"domain": {"sourceRange": {"sources": [answered(1, 0, 5, 1)]}}}
    assert made["spec"]["basicChart"] == {"chartType": "COLUMN", "domains": [left], "series": []}


def test_a_series_over_two_columns_stays_with_the_other(songs):
    apply(songs, chart(area(1, 1, 5, 3)), delete("COLUMNS", 1, 2))
    assert sources_of(songs) == [answered(1, 1, 5, 2)]


def test_a_chart_on_another_tab_follows_and_loses_its_sources_with_their_tab(songs):
    other = {"addSheet": {"properties": {"sheetId": 5, "title": "Charts"}}}
    apply(songs, other, chart(BOUNDED, area(1, 1, 5, 2, gid=5), gid=5), EDITS["above"])
    elsewhere = {**answered(1, 1, 5, 2), "sheetId": 5}
    assert sources_of(songs) == [answered(2, 1, 6, 2), elsewhere]
    apply(songs, {"deleteSheet": {"sheetId": 0}})
    assert sources_of(songs) == [elsewhere]


def move(start, end, goal, dimension="ROWS"):
    return {"moveDimension": {"source": lines(dimension, start, end), "destinationIndex": goal}}


@pytest.mark.parametrize(
    ("edit", "formula", "source"),
    [
        (move(2, 3, 4), "=SUM(B2:B5)", (1, 5)),
        (move(7, 8, 0), "=SUM(B3:B6)", (2, 6)),
        (move(1, 5, 8), "=SUM(B5:B8)", (4, 8)),
        (move(4, 5, 7), "=SUM(B2:B7)", (1, 7)),
        (move(1, 2, 9), "=SUM(B4:B9)", (3, 9)),
    ],
)
def test_the_corners_of_references_go_along_with_moved_rows(songs, edit, formula, source):
    songs.type_cell(0, 0, 3, "=SUM(B2:B5)")
    apply(songs, chart(BOUNDED), name(BOUNDED), edit)
    found = [cell for row in songs.values(0) for cell in row if str(cell).startswith("=")]
    assert found == [formula]
    assert [place_of(songs, kind) for kind in ("chart", "named_range")] == [source, source]


@pytest.mark.parametrize("kind", ["conditional_format", "protected_range"])
@pytest.mark.parametrize(
    ("edit", "result"),
    [
        (move(4, 5, 1), (2, 5)),
        (move(4, 5, 2), (1, 5)),
        (move(1, 2, 4), (1, 5)),
        (move(1, 2, 9), (1, 4)),
        (move(8, 9, 3), (1, 6)),
        (move(8, 9, 0), (2, 6)),
        (move(1, 5, 9), (5, 9)),
    ],
)
def test_an_area_goes_along_when_all_of_it_is_moved_and_else_loses_and_gains_lines(songs, kind, edit, result):
    apply(songs, OBJECTS[kind], edit)
    assert place_of(songs, kind) == result


def test_a_format_goes_along_with_its_column(songs):
    apply(songs, conditional_format(area(0, 1, 9, 2)), move(1, 2, 5, "COLUMNS"))
    assert songs.get()["sheets"][0]["conditionalFormats"][0]["ranges"] == [answered(0, 4, 9, 5)]


def anchor_of(book: Workbook):
    cell = book.get()["sheets"][0]["charts"][0]["position"]["overlayPosition"]["anchorCell"]
    return cell.get("rowIndex", 0), cell.get("columnIndex", 0)


@pytest.mark.parametrize(
    ("edit", "result"),
    [
        (insert("ROWS", 3, 5), (5, 2)),
        (insert("ROWS", 4, 5), (3, 2)),
        (insert("COLUMNS", 0, 1), (3, 3)),
        (delete("ROWS", 0, 2), (1, 2)),
        (delete("ROWS", 2, 5), (2, 2)),
        (delete("ROWS", 2, 9), (1, 2)),
        (delete("COLUMNS", 2, 3), (3, 2)),
        (move(3, 4, 7), (6, 2)),
        (move(0, 1, 9), (2, 2)),
    ],
)
def test_a_chart_hangs_on_its_cell(songs, edit, result):
    apply(songs, chart(BOUNDED, anchor=(3, 2)), edit)
    assert anchor_of(songs) == result


def test_a_duplicated_tab_has_charts_and_tables_of_its_own(songs):
    other = {"addSheet": {"properties": {"sheetId": 5, "title": "Other"}}}
    table = {"addTable": {"table": {"range": WITH_HEADER, "tableId": "songs"}}}
    copy = {"duplicateSheet": {"sourceSheetId": 0, "newSheetId": 8}}
    apply(songs, other, table, chart(BOUNDED, area(0, 0, 4, 1, gid=5)), copy, EDITS["above"])
    own = songs.tab(8)
    (made,) = own.charts
    first, second = (one["series"]["sourceRange"]["sources"] for one in made["spec"]["basicChart"]["series"])
    assert (made["chartId"], made["position"]["overlayPosition"]["anchorCell"]["sheetId"]) != (7, 0)
    assert (first, second) == ([area(1, 1, 5, 2, gid=8)], [area(0, 0, 4, 1, gid=5)])
    assert [(table["tableId"] == "songs", table["range"]) for table in own.tables] == [
        (False, area(0, 1, 5, 2, gid=8))
    ]


def test_what_a_shrinking_grid_cuts_off_is_deleted(songs):
    apply(songs, chart(BOUNDED), conditional_format(BOUNDED), OBJECTS["filter"])
    apply(songs, properties("gridProperties.rowCount", gridProperties={"rowCount": 3}))
    places = [place_of(songs, kind) for kind in ("chart", "conditional_format", "filter")]
    assert places == [(1, 3), (1, 3), (0, 3)]


STEPS = st.lists(
    st.tuples(st.sampled_from([insert, delete]), st.integers(0, 8), st.integers(1, 3)), max_size=6
)


@settings(deadline=None)
@given(STEPS, st.booleans())
def test_all_references_follow_the_lines_that_they_cover(steps, rows):
    """A model of which lines are in the range, against every kind of reference to lines 3 to 6."""
    dimension = "ROWS" if rows else "COLUMNS"
    where = area(2, 8, 6, 9) if rows else area(8, 2, 9, 6)
    book = small(row_count=10, column_count=10)
    book.type_cell(0, 9, 9, "=COUNTA($I$3:$I$6)" if rows else "=COUNTA($C$9:$F$9)")
    apply(book, chart(where), name(where), conditional_format(where))
    covered = [2 <= line < 6 for line in range(9)]
    for edit, start, count in steps:
        end = start + count
        if edit is insert and start < len(covered):
            apply(book, insert(dimension, start, end))
            covered[start:start] = [start > 0 and covered[start - 1] and covered[start]] * count
        elif edit is delete and end <= len(covered) and count < len(covered):
            apply(book, delete(dimension, start, end))
            del covered[start:end]
    left = [line for line, is_covered in enumerate(covered) if is_covered]
    answer = book.get()
    (sheet,) = answer["sheets"]
    first, last = ("startRowIndex", "endRowIndex") if rows else ("startColumnIndex", "endColumnIndex")
    sources = sources_of(book)
    formula = next(cell for row in book.values(0) for cell in row if str(cell).startswith("="))
    if not left:
        assert [source[first] == source[last] for source in sources] == ([True] if rows else [])
        assert (formula, answer.keys() & {"namedRanges"}) == ("=COUNTA(#REF!)", set())
        assert "conditionalFormats" not in sheet
        return
    span = (left[0], left[-1] + 1)
    places = [*sources, answer["namedRanges"][0]["range"], *sheet["conditionalFormats"][0]["ranges"]]
    assert [(place[first], place[last]) for place in places] == [span] * 3
    corners = a1.corners(formula[len("=COUNTA(") : -1])
    assert corners is not None
    ends = [corner[0 if rows else 1] for corner in corners]
    assert ends == [span[0], span[1] - 1]
