"""Named ranges: what names are refused, what uses them, and what becomes of them."""

import pytest

from sandbox.google.errors import GoogleError
from sandbox.google.fields import parse
from sandbox.tests.google.workbook_requests import (
    answered,
    apply,
    area,
    delete,
    fill,
    insert,
    properties,
    refusal,
    small,
)

PLAYS = area(1, 1, 4, 2)


def add(name="Plays", grid_range=PLAYS, **more):
    return {"addNamedRange": {"namedRange": {"name": name, "range": grid_range, **more}}}


def update(fields, **given):
    return {"updateNamedRange": {"namedRange": {"namedRangeId": "n1", **given}, "fields": fields}}


@pytest.fixture
def book():
    return small(["Song", "Plays"], ["a", 1], ["b", 2], ["c", 3])


@pytest.fixture
def named(book):
    apply(book, add(namedRangeId="n1"))
    return book


def shown(book, text):
    """What a formula in D1 shows."""
    book.type_cell(0, 0, 3, text)
    grid = book.get(["D1"], mask=parse("sheets.data.rowData.values.formattedValue"))
    return grid["sheets"][0]["data"][0]["rowData"][0]["values"][0]["formattedValue"]


def names_in(book):
    return [item["name"] for item in book.get().get("namedRanges", [])]


def test_a_named_range_gets_an_id_and_is_answered_without_the_id_of_the_tab_0(book):
    (reply,) = apply(book, add())
    made = reply["addNamedRange"]["namedRange"]
    assert made["name"] == "Plays"
    shown_as = {"namedRangeId": made["namedRangeId"], "name": "Plays", "range": answered(1, 1, 4, 2)}
    assert book.get()["namedRanges"] == [shown_as]
    assert book.get(mask=parse("namedRanges.name")) == {"namedRanges": [{"name": "Plays"}]}
    assert book.get(mask=parse("sheets.properties.title")).keys() == {"sheets"}


def test_a_spreadsheet_without_names_answers_none(book):
    assert "namedRanges" not in book.get()


@pytest.mark.parametrize("name", ["Plays", "plays"])
def test_a_name_is_taken_once(named, name):
    assert refusal(named, add(name)) == (
        f"Invalid requests[0].addNamedRange: Cannot add named range with name: {name}, "
        "a named range with that name already exists."
    )


def test_an_id_is_taken_once(named):
    assert "already exists" in refusal(named, add("Other", namedRangeId="n1"))


@pytest.mark.parametrize(
    "name",
    ["", "1st", "My songs", "a-b", "a.b", "true_love", "FALSE", "A1", "abc12", "R1C1", "rc", "x" * 251],
)
def test_a_name_that_is_not_allowed_is_refused(book, name):
    assert "The name given to this range is invalid" in refusal(book, add(name))


@pytest.mark.parametrize("name", ["_", "Plays_2", "A1_total", "Änderung", "ABCD1", "rows", "x" * 250])
def test_a_name_of_letters_digits_and_underscores_is_allowed(book, name):
    apply(book, add(name))
    assert names_in(book) == [name]
    assert shown(book, f"=SUM({name})") == "6"


@pytest.mark.parametrize("given", [{}, {"range": {"sheetId": 9}}])
def test_a_name_needs_a_range_on_a_tab(book, given):
    request = {"addNamedRange": {"namedRange": {"name": "Plays", **given}}}
    assert refusal(book, request).startswith("Invalid requests[0].addNamedRange: ")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("=SUM(Plays)", "6"),
        ("=SUM(plays;10)", "16"),
        ("=AVERAGE(Plays)*2", "4"),
        ("=First+1", "2"),
        ('=First&" time"', "1 time"),
        ("=Plays", "#VALUE!"),
        ("=SUM(First+Plays)", "#VALUE!"),
        ("=Unknown", "#NAME?"),
        ("=SUM(Unknown)", "#NAME?"),
    ],
)
def test_formulas_evaluate_through_a_name(named, text, result):
    apply(named, add("First", area(1, 1, 2, 2)))
    assert shown(named, text) == result


def test_a_name_is_known_on_every_tab(named):
    other = named.add_tab("Other").gid
    named.type_cell(other, 0, 0, "=SUM(Plays)")
    grid = named.get(["Other!A1"], include_grid_data=True)["sheets"][0]["data"][0]
    assert grid["rowData"][0]["values"][0]["effectiveValue"] == {"numberValue": 6}


def test_a_range_may_be_asked_for_by_name(named):
    (sheet,) = named.get(["Plays"], include_grid_data=True)["sheets"]
    values = [row["values"][0]["formattedValue"] for row in sheet["data"][0]["rowData"]]
    assert (sheet["data"][0]["startRow"], values) == (1, ["1", "2", "3"])


def test_a_name_is_before_a_tab_of_the_same_title_unless_that_is_quoted(book):
    apply(book, add("Sheet1"))
    assert book.place_of_text("Sheet1")[1] == (1, 1, 4, 2)
    assert book.place_of_text("'Sheet1'")[1] == (0, 0, 6, 5)


def test_an_update_changes_the_masked_fields(named):
    apply(named, update("range", name="Ignored", range=area(1, 0, 4, 1)))
    assert named.get()["namedRanges"] == [
        {"namedRangeId": "n1", "name": "Plays", "range": answered(1, 0, 4, 1)}
    ]
    apply(named, update("*", name="Songs", range=area(0, 0, 4, 1)))
    assert named.get()["namedRanges"] == [
        {"namedRangeId": "n1", "name": "Songs", "range": answered(0, 0, 4, 1)}
    ]


def test_formulas_follow_a_new_name(named):
    named.type_cell(0, 0, 3, "=SUM(Plays)&\"Plays\"&Plays_2&'Plays'!A1&plays")
    apply(named, update("name", name="Listens"))
    assert named.values(0)[0][3] == "=SUM(Listens)&\"Plays\"&Plays_2&'Plays'!A1&Listens"


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (update("name", name="Other"), "A named range with the name Other already exists."),
        (update("name", name="A1"), "The name given to this range is invalid"),
        (update("range"), "namedRange.range must be set."),
        (update("", name="New"), "At least one field must be listed"),
        (update("colour", name="New"), "Invalid field: colour"),
        (update("name", name="New", namedRangeId="n9"), "No NamedRange with id: n9"),
        ({"deleteNamedRange": {"namedRangeId": "n9"}}, "No NamedRange with id: n9"),
    ],
)
def test_updates_and_deletions_are_refused(named, request_, message):
    apply(named, add("Other", area(0, 0, 1, 1)))
    assert message in refusal(named, request_)


def test_a_name_may_be_written_differently(named):
    apply(named, update("name", name="PLAYS"))
    assert names_in(named) == ["PLAYS"]


def test_a_deleted_name_is_unknown_to_formulas_and_free(named):
    apply(named, {"deleteNamedRange": {"namedRangeId": "n1"}})
    assert (names_in(named), shown(named, "=SUM(Plays)")) == ([], "#NAME?")
    apply(named, add())
    assert shown(named, "=SUM(Plays)") == "6"


@pytest.mark.parametrize(
    "edit",
    [
        delete("ROWS", 1, 4),
        delete("COLUMNS", 1, 2),
        properties("gridProperties.rowCount", gridProperties={"rowCount": 1}),
    ],
)
def test_a_name_without_cells_is_not_answered_but_stays_taken(named, edit):
    apply(named, edit, insert("ROWS", 0, 1))
    assert (names_in(named), shown(named, "=SUM(Plays)")) == ([], "#REF!")
    with pytest.raises(GoogleError, match="Unable to parse range: Plays"):
        named.get(["Plays"])
    assert "a named range with that name already exists" in refusal(named, add("Plays", area(0, 0, 1, 1)))


def test_a_name_on_a_deleted_tab_is_as_one_without_cells(named):
    apply(named, {"addSheet": {"properties": {"sheetId": 5, "title": "Other"}}})
    apply(named, add("Elsewhere", area(0, 0, 1, 1, gid=5)), {"deleteSheet": {"sheetId": 5}})
    assert (names_in(named), shown(named, "=SUM(Elsewhere)")) == (["Plays"], "#REF!")


def test_a_name_without_cells_is_mended_by_a_range_and_goes_by_its_id(named):
    apply(named, delete("ROWS", 1, 4), update("range", range=area(0, 0, 1, 1)))
    assert names_in(named) == ["Plays"]
    apply(named, delete("ROWS", 0, 1), {"deleteNamedRange": {"namedRangeId": "n1"}})
    assert shown(named, "=Plays") == "#NAME?"


def test_a_refused_batch_leaves_the_names(named):
    assert refusal(named, add("Other"), fill(["x"], top=99))
    assert names_in(named) == ["Plays"]


def test_a_copied_tab_has_no_names_of_its_own(named):
    apply(named, {"duplicateSheet": {"sourceSheetId": 0, "newSheetId": 8}})
    assert [item["range"].get("sheetId") for item in named.get()["namedRanges"]] == [None]
