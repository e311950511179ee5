"""Displayed texts and formulas."""

import pytest

from sandbox.google.display import shown
from sandbox.google.functions import FormulaError
from sandbox.google.workbook import Workbook

SERIAL = 46348.375  # 2026-11-22 09:00


def number_format(kind, pattern=""):
    return {"numberFormat": {"type": kind, **({"pattern": pattern} if pattern else {})}}


@pytest.mark.parametrize(
    ("kind", "pattern", "text"),
    [
        ("DATE_TIME", "yyyy-mm-dd hh:mm", "2026-11-22 09:00"),
        ("DATE_TIME", "d mmm yy h:mm:ss am/pm", "22 Nov 26 9:00:00 AM"),
        ("DATE", "dddd, d mmmm", "Sunday, 22 November"),
        ("DATE", "", "11/22/2026"),
        ("TIME", "h:mm", "9:00"),
        ("DATE", 'yyyy "year" m', "2026 year 11"),
        ("NUMBER", "#,##0.00", "46,348.38"),
        ("NUMBER", "0", "46348"),
        ("NUMBER", "0.0##", "46348.375"),
        ("CURRENCY", "", "$46,348.38"),
        ("PERCENT", "0%", "4634838%"),
        ("SCIENTIFIC", "0.00E+00", "4.63E+04"),
        ("TEXT", "@", "46348.375"),
    ],
)
def test_numbers_with_a_pattern(kind, pattern, text):
    assert shown(SERIAL, number_format(kind, pattern)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (True, "TRUE"), ("=x", "=x"), (0.1 + 0.2, "0.3"), (3, "3"), (1e20, "1E+20"), (-2.5, "-2.5")],
)
def test_numbers_without_a_pattern(value, text):
    assert shown(value, None) == text


def test_negative_numbers_have_their_own_pattern_section():
    assert shown(-5, number_format("NUMBER", "0.0;(0.0)")) == "(5.0)"
    assert shown(-5, number_format("NUMBER", "$0")) == "-$5"


def test_durations_go_beyond_a_day():
    assert shown(1.5, number_format("TIME", "[h]:mm")) == "36:00"
    assert shown(225 / 86400, number_format("TIME", "m:ss")) == "3:45"


def test_a_serial_beyond_the_calendar_is_shown_as_a_number():
    assert shown(1e12, number_format("DATE", "yyyy")) == "1E+12"


def test_errors_are_displayed_as_codes():
    assert shown(FormulaError("REF"), None) == "#REF!"


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("=1+2*3", "7"),
        ("=(1+2)*-3", "-9"),
        ('="a"&B1&"c"', "a2c"),
        ("=SUM(B1:B3)", "5"),
        ("=SUM(B:B)+1", "6"),
        ("=COUNT(B1:B4)", "2"),
        ("=COUNTA('Sheet1'!B1:B4)", "3"),
        ("=AVERAGE(B1:B2)", "2.5"),
        ("=MAX(B1,B2,1)", "3"),
        ('=HYPERLINK("http://a.example";"Open")', "Open"),
        ('=HYPERLINK("http://a.example")', "http://a.example"),
        ("=TRUE", "TRUE"),
        ("=A9", "0"),
        ("=1/0", "#DIV/0!"),
        ("=B3+1", "#VALUE!"),
        ("=IMPORTXML(B1)", "#NAME?"),
        ("=ZZZ99", "#REF!"),
        ("=A1", "#REF!"),
        ("=SUM(", "#ERROR!"),
        ("=1 2", "#ERROR!"),
        ("=AVERAGE(A8:A9)", "#DIV/0!"),
    ],
)
def test_supported_formulas(formula, text):
    book = Workbook.new()
    for row, typed in enumerate(["2", "3", "x"]):
        book.type_cell(0, row, 1, typed)
    book.type_cell(0, 0, 0, formula)
    assert book.values_get("A1")["values"] == [[text]]
