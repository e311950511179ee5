"""The table of columns, and that a row of it is all that a new column takes."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from sheets.columns import COLUMNS, DEFAULT_COLUMNS, Column, get_columns
from tests.support.sheet_harness import SheetHarness

NEW = Column(
    id="title_length",
    header="Letters",
    description="How long the title is.",
    kind="number",
    width=70,
    value=lambda track, zone: float(len(track.name)),
    format="0",
)


def test_the_table_holds_what_a_person_can_choose_from():
    assert [column.header for column in COLUMNS.values()] == [
        "Artist",
        "Track",
        "Album",
        "Added",
        "Release date",
        "Duration",
        "Explicit",
        "ISRC",
        "Link",
        "Tempo (BPM)",
        "Energy",
        "Danceability",
        "Acousticness",
        "Valence",
        "Genres",
        "Removed on",
    ]
    assert DEFAULT_COLUMNS == ("artist", "track", "album", "added", "link")


def test_link_is_always_among_the_columns_and_each_is_there_once():
    assert [column.id for column in get_columns(("track", "track"))] == ["track", "link"]
    assert [column.id for column in get_columns(("link", "track"))] == ["link", "track"]


def test_an_unknown_column_is_refused():
    with pytest.raises(KeyError):
        get_columns(("mood",))


def test_every_number_and_date_has_a_number_format():
    formats = {column.id: column.number_format for column in COLUMNS.values()}
    assert formats["added"] == {"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm"}
    assert formats["duration"] == {"type": "TIME", "pattern": "[m]:ss"}
    assert formats["release_date"] is None
    assert all(
        (formats[column.id] is None) == (column.kind in ("text", "boolean")) for column in COLUMNS.values()
    )


def test_rows_are_identified_by_values_that_do_not_change():
    assert [column.id for column in COLUMNS.values() if column.identifies_row] == [
        "artist",
        "track",
        "album",
        "added",
        "release_date",
        "duration",
        "explicit",
        "isrc",
    ]


def test_one_row_of_the_table_is_a_new_column_on_the_page_in_the_sheet_and_in_the_receipt(
    sandbox, transactional_db, monkeypatch
):
    monkeypatch.setitem(COLUMNS, NEW.id, NEW)
    harness = SheetHarness(sandbox.world)

    browser = Client()
    browser.force_login(harness.user, backend="accounts.backends.Spotify")

    page = browser.get(reverse("sheet"))
    assertContains(page, "Letters")
    assertContains(page, "How long the title is.")

    receipt = harness.change_settings(columns=("track", NEW.id, "link"))
    assert harness.headers[:3] == ["Track", "Letters", "Link"]
    assert harness.column("Letters") == [len(title) for title in harness.column("Track")]
    assert receipt["columns"] == ["track", NEW.id, "link"]
    run = harness.user.runs.latest("pk")
    assertContains(browser.get(reverse("run", args=[run.pk])), "Track, Letters, Link")
