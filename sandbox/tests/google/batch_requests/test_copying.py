"""copyPaste: a fill-down moves the references of formulas."""

import pytest

from sandbox.google.references import shifted
from sandbox.tests.google.workbook_requests import apply, area, fill, refusal, small


def copy(source, destination, kind="PASTE_NORMAL"):
    return {"copyPaste": {"source": source, "destination": destination, "pasteType": kind}}


@pytest.mark.parametrize(
    ("formula", "down", "right", "expected"),
    [
        ("=YEAR(D2)", 3, 0, "=YEAR(D5)"),
        ("=A1+$A1+A$1+$A$1", 2, 1, "=B3+$A3+B$1+$A$1"),
        ("='My songs'!B2&\"B2\"", 1, 0, "='My songs'!B3&\"B2\""),
        ("=LOG10(A1)", 1, 0, "=LOG10(A2)"),
        ("=A1", -1, 0, "=#REF!"),
        ("=SUM(A2:B9)", 1, 2, "=SUM(C3:D10)"),
    ],
)
def test_relative_references_move_and_fixed_ones_do_not(formula, down, right, expected):
    assert shifted(formula, down, right) == expected


def test_a_fill_down_repeats_the_source():
    book = small([1], [2], [3])
    book.type_cell(0, 0, 1, "=A1*2")
    book.fill_down(0, 0, 2, 1)
    assert book.values(0) == [[1, "=A1*2"], [2, "=A2*2"], [3, "=A3*2"]]


def test_pasting_a_formula_leaves_format_and_note():
    book = small([1], [2])
    book.type_cell(0, 0, 1, "=A1*2")
    book.set_note(0, 1, 1, "mine")
    apply(book, copy(area(0, 1, 1, 2), area(1, 1, 2, 2), "PASTE_FORMULA"))
    assert book.values(0)[1] == [2, "=A2*2"]
    assert book.notes(0) == {(1, 1): "mine"}


def test_other_ways_to_paste_are_refused():
    book = small([1], [2])
    transposed = copy(area(0, 0, 1, 1), area(1, 0, 2, 1))
    transposed["copyPaste"]["pasteOrientation"] = "TRANSPOSE"
    assert "not transposed" in refusal(book, transposed)


BOLD = {"textFormat": {"bold": True}}
ONE_OF = {"condition": {"type": "BLANK"}}


def dressed():
    """A1 with a value, a format, a note, a rule and a comment, over a plain A2."""
    book = small(["first"], ["second"])
    look = {"userEnteredFormat": BOLD, "note": "mine", "dataValidation": ONE_OF}
    fields = "userEnteredFormat,note,dataValidation"
    apply(book, {"repeatCell": {"range": area(0, 0, 1, 1), "cell": look, "fields": fields}})
    book.comment(0, 0, 0, "why?")
    return book


def test_a_paste_takes_value_and_format_and_nothing_else_along():
    book = dressed()
    apply(book, copy(area(0, 0, 1, 1), area(1, 0, 2, 1)))
    cell = book.tab(0).rows[1].cell(0)
    assert (cell.value, cell.format) == ("first", BOLD)
    assert (cell.note, cell.validation, cell.comments) == ("", None, ())


def test_a_paste_leaves_note_rule_and_comment_of_the_cell_that_it_overwrites():
    book = dressed()
    apply(book, copy(area(1, 0, 2, 1), area(0, 0, 1, 1)))
    cell = book.tab(0).rows[0].cell(0)
    assert (cell.value, cell.format) == ("second", None)
    assert (cell.note, cell.validation, len(cell.comments)) == ("mine", ONE_OF, 1)


def test_a_rule_is_pasted_by_its_own_type():
    book = dressed()
    apply(book, copy(area(0, 0, 1, 1), area(1, 0, 2, 1), "PASTE_DATA_VALIDATION"))
    cell = book.tab(0).rows[1].cell(0)
    assert (cell.value, cell.validation) == ("second", ONE_OF)


def test_formulas_elsewhere_keep_their_references_to_the_source_and_to_what_is_overwritten():
    book = small([1], [2])
    book.type_cell(0, 0, 3, "=A1")
    book.type_cell(0, 1, 3, "=A2")
    apply(book, copy(area(0, 0, 1, 1), area(1, 0, 2, 1)))
    assert [row[3] for row in book.values(0)] == ["=A1", "=A2"]


def test_a_pasted_formula_has_its_references_moved_as_far_as_it_went():
    book = small([1], [2])
    book.type_cell(0, 0, 1, "=A1*$A$1")
    apply(book, copy(area(0, 1, 1, 2), area(1, 1, 2, 2)))
    assert book.values(0)[1] == [2, "=A2*$A$1"]


@pytest.mark.parametrize(("formula", "expected"), [("=A1*2", 6), ("=A1/0", "#DIV/0!")])
def test_pasted_values_are_what_a_formula_shows(formula, expected):
    book = small([3])
    book.type_cell(0, 0, 1, formula)
    apply(book, copy(area(0, 1, 1, 2), area(1, 1, 2, 2), "PASTE_VALUES"))
    assert book.values(0)[1] == [None, expected]


def test_a_destination_smaller_than_the_source_is_exceeded():
    book = small([1, 2], [3, 4])
    apply(book, copy(area(0, 0, 2, 2), area(2, 1, 3, 2)))
    assert book.values(0)[2:] == [[None, 1, 2], [None, 3, 4]]


def test_a_destination_that_is_no_multiple_of_the_source_gets_it_once():
    book = small([1], [2])
    apply(book, copy(area(0, 0, 2, 1), area(2, 0, 5, 2)))
    assert book.values(0)[2:] == [[1, 1], [2, 2]]


def test_a_paste_does_not_reach_beyond_the_grid():
    book = small([1], [2], row_count=3)
    assert "exceeds grid limits" in refusal(book, copy(area(0, 0, 2, 1), area(2, 0, 3, 1)))


def test_a_source_that_overlaps_its_destination_is_read_first():
    book = small([1], [2], [3])
    apply(book, copy(area(0, 0, 2, 1), area(1, 0, 3, 1)), fill([0]))
    assert book.values(0) == [[0], [1], [2]]
