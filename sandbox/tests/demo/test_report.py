"""The demo's report, in particular its alignment in a terminal."""

import pytest

from sandbox.demo.report import WIDTH, cell, line, lines, width_of
from sandbox.demo.visit import Visit


@pytest.mark.parametrize(
    "value",
    ["", None, "Zombie", 45678.5, "宇多田ヒカル", "a" * 90, "宇" * 90, "Jo\u0301ga", "=SUM(1)", "🎧 mix"],
)
def test_a_cell_is_always_as_wide_as_the_others(value: object) -> None:
    assert width_of(cell(value)) == WIDTH


def test_text_that_is_too_long_is_visibly_cut() -> None:
    assert cell("a" * 90) == "a" * (WIDTH - 1) + "…"
    assert cell("b" * WIDTH) == "b" * WIDTH


def test_the_report_shows_the_receipt_and_counts_the_rows_it_leaves_out() -> None:
    visit = Visit("Done", {"In your sheet": "50"}, [], "", "", "")
    text = "\n".join(
        lines(visit, [["Artist"], *[[f"Artist {number}"] for number in range(50)]], "2 to Spotify")
    )
    assert "In your sheet: 50" in text
    assert "The sheet (50 tracks)" in text
    assert "Artist 4" in text
    assert "Artist 5" not in text
    assert "and 45 rows more" in text


def test_a_date_is_shown_as_the_sheet_shows_it() -> None:
    added = line(["Zombie", 46326.75], ["Track", "Added"])
    assert added.split() == ["Zombie", "2026-10-31", "18:00"]
