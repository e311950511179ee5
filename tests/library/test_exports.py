"""Saves as files."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest

from accounts.models import User
from api.events.schemas import LibraryEventItem
from library import exports, listed_tracks
from library.events import events_behind
from library.exports import CSV_HEADER, EVENT_HEADER, export_events, export_saves, without_formula
from library.models import Artist, LibraryState, SavedTrack, TrackArtist
from tests.support.songs import Song, person, save

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", *"＝＋－＠"])
def test_what_a_spreadsheet_would_run_has_an_apostrophe_in_front(start) -> None:
    assert without_formula(f"{start}1+1") == f"'{start}1+1"
    assert without_formula(f"a{start}1") == f"a{start}1"


def test_rows_are_read_back_by_any_reader_of_csv() -> None:
    ada = person()
    one = save(ada, Song(MONDAY, tempo=120.5, genres=(("jazz", "soul"),)), name='=HYPERLINK("x"),\n"y"')
    Artist.objects.update(name="-Artist, the")
    gone = save(ada, Song(MONDAY, has_features=False), removed_at=MONDAY + timedelta(days=1))
    text = "".join(export_saves(SavedTrack.objects.order_by("pk"), "csv"))
    header, first, second = csv.reader(StringIO(text, newline=""))
    assert tuple(header) == CSV_HEADER
    assert text.endswith("\r\n")
    row = dict(zip(header, first, strict=True))
    assert (row["save_id"], row["title"]) == (str(one.pk), '\'=HYPERLINK("x"),\n"y"')
    assert (row["artists"], row["tempo"], row["energy"]) == ("'-Artist, the", "120.5", "")
    assert (row["added_at"], row["removed_at"]) == ("2026-03-02T12:00:00Z", "")
    row = dict(zip(header, second, strict=True))
    assert (row["save_id"], row["removed_at"], row["features_source"]) == (
        str(gone.pk),
        "2026-03-03T12:00:00Z",
        "",
    )


def test_each_line_of_json_is_a_save_and_formulas_stay_as_they_are() -> None:
    ada = person()
    one = save(ada, Song(MONDAY, tempo=120.5), name="=1+1\u2028")
    line, rest = "".join(export_saves(SavedTrack.objects.all(), "jsonl")).split("\n")
    assert rest == ""
    track = json.loads(line)
    assert (track["save_id"], track["title"]) == (one.pk, "=1+1\u2028")
    assert (track["features"]["tempo"], track["removed_at"]) == (120.5, None)


def test_a_file_comes_in_parts_with_no_more_queries_than_two_a_part(
    monkeypatch, django_assert_num_queries
) -> None:
    for module in (exports, listed_tracks):
        monkeypatch.setattr(module, "CHUNK", 2)
    ada = person()
    for number in range(5):
        save(ada, Song(MONDAY + timedelta(days=number)))
    assert TrackArtist.objects.count() == 5
    with django_assert_num_queries(1 + 2 * 3):
        parts = list(export_saves(SavedTrack.objects.order_by("pk"), "csv"))
    assert [part.count("\r\n") for part in parts] == [1, 2, 2, 1]


def followed(monkeypatch) -> User:
    """Returns a person who saved two tracks, and removed one: told of in parts of two."""
    monkeypatch.setattr(exports, "CHUNK", 2)
    ada = person()
    kept, gone = save(ada, Song(MONDAY), name="=kept"), save(ada, Song(MONDAY), name="gone")
    SavedTrack.objects.filter(pk=kept.pk).update(noticed_at=MONDAY)
    later = MONDAY + timedelta(days=1)
    SavedTrack.objects.filter(pk=gone.pk).update(
        noticed_at=MONDAY, removed_at=later, removal_confirmed_at=later
    )
    LibraryState.objects.update_or_create(user=ada, defaults={"changed_at": later})
    return ada


def test_events_are_rows_with_the_track_as_it_is_now(monkeypatch) -> None:
    parts = list(export_events(followed(monkeypatch), "csv"))
    header, *rows = csv.reader(StringIO("".join(parts), newline=""))
    assert tuple(header) == EVENT_HEADER
    events = [dict(zip(header, row, strict=True)) for row in rows]
    assert [(one["event"], one["title"]) for one in events] == [
        ("saved", "'=kept"),
        ("saved", "gone"),
        ("removed", "gone"),
    ]
    assert events[-1]["noticed_at"] == events[1]["removed_at"] == "2026-03-03T12:00:00Z"
    assert [part.count("\r\n") for part in parts] == [1, 2, 1]


def test_events_are_lines_of_the_form_that_the_api_lists(monkeypatch) -> None:
    ada = followed(monkeypatch)
    lines = [json.loads(line) for line in "".join(export_events(ada, "jsonl")).splitlines()]
    page = events_behind(ada, None, 10)
    assert lines == [LibraryEventItem.of(one).model_dump(mode="json") for one in page.events]


@pytest.mark.parametrize(("form", "parts"), [("csv", 1), ("jsonl", 0)])
def test_before_the_first_reading_there_are_no_events(form, parts) -> None:
    assert len([part for part in export_events(person(), form) if part]) == parts
