"""The words of the sheet's page: how full a column is, cells as Google shows them, and what the next write would do."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from library.coverage import Coverage
from sheets.columns import COLUMNS
from sheets.dry_run import DryRun, NewColumns
from sheets.planner.cells import date_serial, duration_serial
from website.sheet.page_presenters import (
    DryRunPresenter,
    SheetPreviewPresenter,
    describe_fullness,
    present_cell,
)

ARTIST, TRACK, ADDED, TEMPO, ENERGY, ALBUM = (
    COLUMNS[name] for name in ("artist", "track", "added", "tempo", "energy", "album")
)
NOON = date_serial(datetime(2026, 11, 26, 12, tzinfo=ZoneInfo("UTC")), ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("column", "counts", "text"),
    [
        ("artist", Coverage(10, 5, 5), ""),
        ("tempo", Coverage(1400, 1200, 0), "Known for 1,200 of 1,400."),
        ("genres", Coverage(1400, 1200, 7), "Known for 7 of 1,400."),
        ("genres", Coverage(14, 1, 14), "Known for all of them."),
        ("energy", Coverage(0, 0, 0), ""),
    ],
)
def test_how_full_a_column_is(column, counts, text):
    assert describe_fullness(COLUMNS[column], counts) == text


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("track", "<b>", "<b>"),
        ("tempo", 98.456, "98.5"),
        ("energy", 0.5, "0.500"),
        ("duration", duration_serial(216_000), "3:36"),
        ("duration", duration_serial(4_000_000), "66:40"),
        ("explicit", True, "TRUE"),
        ("explicit", False, "FALSE"),
        ("added", NOON, "2026-11-26 12:00"),
        ("added", NOON - 1e-8, "2026-11-26 12:00"),
        ("genres", None, ""),
    ],
)
def test_a_cell_is_shown_as_its_format_says(column, value, text):
    assert present_cell(COLUMNS[column], value).text == text


def test_every_column_with_a_number_shows_one():
    for column in COLUMNS.values():
        if column.kind in ("number", "date"):
            shown = present_cell(column, 0.25)
            assert shown.is_number
            assert shown.text[0].isdigit()


def test_the_caption_counts_columns_and_rows():
    headers, row = [present_cell(TRACK, "Track")] * 2, [present_cell(TRACK, "a")] * 2
    assert SheetPreviewPresenter(headers, [row] * 5, 1400).caption == "2 columns, the first 5 of 1,400 rows."
    assert SheetPreviewPresenter(headers[:1], [row], 1).caption == "1 column, 1 row."
    assert SheetPreviewPresenter(headers, [], 0).caption == "2 columns, 0 rows."


def said(**found) -> list[str]:
    return DryRunPresenter(DryRun(**found)).sentences


def test_what_the_next_write_would_do_is_said_a_sentence_each():
    assert said(
        rows_added=12,
        rows_deleted=3,
        rows_updated=1400,
        columns_in=(NewColumns((TEMPO,), ADDED),),
        columns_out=(ALBUM,),
        columns_moved=1,
        formats=True,
    ) == [
        "Adds 12 rows.",
        "Deletes 3 rows, whose tracks are not to be in the sheet any more.",
        "Writes cells in 1,400 rows.",
        "Tempo (BPM) is added after Added.",
        "Album goes.",
        "Moves 1 column.",
        "Formats only what is new.",
    ]


def test_one_and_several_are_told_apart():
    assert said(
        rows_added=1,
        rows_deleted=1,
        rows_updated=1,
        rows_moved=2,
        rows_kept=1,
        columns_in=(NewColumns((ARTIST, TRACK), None), NewColumns((TEMPO, ENERGY), ADDED)),
        columns_left=(ALBUM,),
        columns_moved=2,
    ) == [
        "Adds 1 row.",
        "Deletes 1 row, whose track is not to be in the sheet any more.",
        "Writes cells in 1 row.",
        "Puts rows in order, newest first.",
        "Keeps 1 row whose track is not to be there any more, because something of yours is in it.",
        "Artist and Track are added on the left.",
        "Tempo (BPM) and Energy are added after Added.",
        "Album is emptied of ours and left to you, with what you have put there.",
        "Moves 2 columns.",
        "Formats nothing.",
    ]


def test_where_nothing_would_be_written_that_is_said():
    nothing = "Nothing: the sheet is as it should be."
    assert said(is_unchanged=True) == said() == [nothing]
    (first, second) = said(rows_kept=2)
    assert first == nothing
    assert second.startswith("Keeps 2 rows")
