"""The pages of statistics: whose they are, what they ask for, and what they say where there is nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from tests.support.songs import Song, save

SEGMENTS = ["", "every-genre/", "saved/", "sound/", "top/", "years/"]
EVERYTHING = {"range": "all"}


def page(client: Client, segment: str = "", **query: str) -> str:
    answer = client.get(f"/statistics/{segment}", query)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def save_some(user: User, name: str, count: int = 3) -> None:
    for number in range(count):
        at = timezone.now() - timedelta(days=40 * number)
        save(user, Song(at, energy=0.5, tempo=100.0, genres=((name,),), release_date="1999"), name=name)


@pytest.mark.parametrize("segment", [*SEGMENTS, f"{timezone.now().year}/"])
def test_nothing_of_another_person_is_counted(as_alice, alice, bob, segment):
    save_some(alice, "jazz")
    before = page(as_alice, segment, **EVERYTHING)
    save_some(bob, "zouk", 9)
    assert re.sub(r'value="[^"]*"', "", page(as_alice, segment, **EVERYTHING)) == re.sub(
        r'value="[^"]*"', "", before
    )
    assert "zouk" not in before


@pytest.mark.parametrize("segment", [*SEGMENTS, f"{timezone.now().year}/"])
def test_queries_do_not_grow_with_the_library(as_alice, alice, segment):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(as_alice, segment, **EVERYTHING)
        return len(queries)

    save_some(alice, "jazz")
    page(as_alice, segment, **EVERYTHING)
    before = count()
    for number in range(12):
        save_some(alice, f"genre {number}")
    assert count() == before
    assert before <= 20


@pytest.mark.parametrize("segment", SEGMENTS)
def test_without_a_track_the_page_says_when_there_is_something(as_bob, segment):
    shown = page(as_bob, segment)
    assert "Nothing to count yet" in shown
    assert "<canvas" not in shown
    assert "charts.js" not in shown


@pytest.mark.parametrize("segment", SEGMENTS[:-1])
def test_a_range_without_saves_offers_everything(as_alice, alice, segment):
    save_some(alice, "jazz")
    shown = page(as_alice, segment, range="1999")
    assert "Nothing was saved in this time" in shown
    assert 'href="?range=all"' in shown


@pytest.mark.parametrize(
    ("segment", "words"),
    [
        ("", "No genre is known yet"),
        ("every-genre/", "No genre is known yet"),
        ("sound/", "No audio features are known yet"),
    ],
)
def test_what_nobody_knows_is_said(as_alice, alice, segment, words):
    save(alice, Song(timezone.now(), has_features=False, genres=()))
    assert words in page(as_alice, segment)


def test_the_genre_that_grew_most_is_at_the_top(as_alice, alice):
    for month, genre in [(1, "jazz"), (1, "hip hop"), (6, "hip hop")]:
        save(alice, Song(datetime(2025, month, 9, tzinfo=UTC), genres=((genre,),)))
    shown = page(as_alice, range="own", first="2025-01-01", last="2025-06-30")
    top = shown.partition('class="stats"')[2].partition("</dl>")[0]
    grew = "<dt>Genre that grew most</dt><dd>hip hop<small>50% in Jan to Mar 2025, 100% in Apr to Jun 2025</small>"
    assert grew in top


def test_shares_and_counts_are_in_the_address(as_alice, alice):
    save_some(alice, "jazz")
    assert '"format": "share"' in page(as_alice)
    assert '"format": "count"' in page(as_alice, genres="count")


def test_removed_tracks_count_in_the_library_as_it_was(as_alice, alice):
    at = timezone.now()
    save(alice, Song(at), removed_at=at)
    save(alice, Song(at))
    assert "<dt>Saved</dt><dd>2</dd>" in page(as_alice, "saved/")
    assert "<dt>Removed</dt><dd>1</dd>" in page(as_alice, "saved/")
    as_it_is = page(as_alice, "saved/", library="as-it-is")
    assert "<dt>Saved</dt><dd>1</dd>" in as_it_is
    assert "<dt>Removed</dt>" not in as_it_is


def test_wrong_days_are_named_beside_their_field(as_alice, alice):
    save_some(alice, "jazz")
    shown = page(as_alice, first="2026-02-30", last="2026-02-01")
    assert "<title>Error: Statistics" in shown
    assert "This is not a day of the calendar." in shown
    assert 'value="2026-02-30"' in shown
    assert 'aria-invalid="true"' in shown
    assert "<canvas" in shown


def test_the_form_of_days_keeps_the_other_choices(as_alice, alice):
    save_some(alice, "jazz")
    shown = page(as_alice, library="as-it-is")
    form = shown.partition('<form method="get"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="library" value="as-it-is">' in form


@pytest.mark.parametrize(
    "query",
    [
        {"first": "0001-01-01", "last": "9999-12-31"},
        {"first": "0001-01-02", "last": "9999-12-30"},
        {"range": "0001"},
        {"range": "9999"},
        {"range": "all", "first": "x" * 5000},
    ],
)
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Honolulu"])
def test_no_range_is_too_odd(as_alice, alice, query, zone):
    alice.time_zone = zone
    alice.save()
    save_some(alice, "jazz")
    for segment in SEGMENTS:
        page(as_alice, segment, **query)


def test_names_of_strangers_are_text(as_alice, alice):
    saved = save(alice, Song(timezone.now(), genres=(("<b>jazz</b>",),)), name="<script>alert(1)</script>")
    saved.track.album.name = saved.track.artists.get().name = "</script><img src=x>"
    saved.track.album.save()
    for segment in [*SEGMENTS, f"{timezone.localdate().year}/"]:
        shown = page(as_alice, segment)
        assert "<img src=x>" not in shown
        assert "<script>alert" not in shown
        assert "<b>jazz" not in shown


@pytest.mark.parametrize("year", ["0", "1999", "9999", "99999", "9" * 40])
def test_a_year_without_a_save_is_not_there(as_alice, alice, year):
    save_some(alice, "jazz")
    assert as_alice.get(f"/statistics/{year}/").status_code == 404


def test_a_year_leads_to_the_years_beside_it(as_alice, alice):
    for year in (2020, 2022, 2025):
        save(alice, Song(datetime(year, 5, 1, tzinfo=UTC), genres=(("jazz",),)))
    shown = page(as_alice, "2022/")
    assert 'href="/statistics/2020/" rel="prev"' in shown
    assert 'href="/statistics/2025/" rel="next"' in shown
    # The script shows it: without scripts there is no picture.
    assert '<button type="button" data-picture hidden>' in shown
    assert "From your library on" in shown


def test_albums_and_artists_lead_to_spotify(as_alice, alice):
    saved = save(alice, Song(timezone.now()))
    saved.track.album.spotify_id = "abc"
    saved.track.album.save()
    assert 'href="https://open.spotify.com/album/abc"' in page(as_alice, "top/")
