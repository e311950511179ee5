"""copyPaste: a fill-down moves the references of formulas."""

import pytest

from sandbox.google.references import shifted
from sandbox.tests.google.workbook_requests import apply, area, refusal, small


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
