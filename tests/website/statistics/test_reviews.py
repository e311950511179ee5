"""A year in review in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import User
from library.statistics.year_review import year_review
from library.statistics.years import saved_years
from tests.support.songs import Song, save
from website.statistics.reviews import MOST_NEW_GENRES, YearReviewPresenter, present_year

TODAY = date(2026, 11, 28)


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


def reviewed(user: User, year: int) -> YearReviewPresenter:
    found = year_review(user, year)
    assert found
    return present_year(found, saved_years(user), TODAY)


def test_a_year_has_its_totals_and_its_ends(alice):
    save(alice, Song(at(2023, 3, 3)))
    first = save(alice, Song(at(2025, 2, 1), genres=(("jazz",),), energy=0.25), name="Overture")
    for day in range(2, 5):
        save(alice, Song(at(2025, 2, day), genres=(("jazz",),)))
    save(alice, Song(at(2025, 2, 4)), name="Finale")
    save(alice, Song(at(2026, 2, 4)))
    found = reviewed(alice, 2025)
    assert [tuple(one) for one in found.totals] == [
        ("Saved", "5", ""),
        ("Removed", "0", ""),
        ("Longest streak", "4 days", "a save every day, 1 Feb to 4 Feb"),
        ("Busiest day", "4 Feb", "2 tracks"),
    ]
    assert [(title, row.title) for title, row in found.ends] == [
        ("First save", "Overture"),
        ("Last save", "Finale"),
    ]
    assert found.ends[0][1].href == f"/library/tracks/{first.track_id}/"
    assert (found.previous, found.following, found.is_unfinished) == (2023, 2026, False)
    assert len(found.months.labels) == 12
    assert [tuple(one)[:2] for one in found.genres] == [("jazz", "100%")]
    assert found.new_genres == ["jazz"]
    assert [(one.label, one.value, one.note) for one in found.sound] == [("Energy", "25%", "")]


def test_this_year_goes_on(alice):
    save(alice, Song(at(2025, 2, 1), energy=0.5))
    save(alice, Song(at(2026, 2, 1), energy=0.75))
    found = reviewed(alice, 2026)
    assert found.is_unfinished
    assert [title for title, _row in found.ends] == ["The only save"]
    assert (found.months.labels[-1], found.following) == ("Nov 2026", None)
    assert [one.note for one in found.sound] == ["50% in 2025"]
    assert "Longest streak" not in [one.label for one in found.totals]


def test_the_picture_has_what_the_page_says(alice, settings):
    settings.SITE_NAME = "Somewhere"
    save(alice, Song(at(2025, 2, 1), genres=(("jazz",),)))
    picture = reviewed(alice, 2025).picture
    assert picture["title"] == "My 2025 in music"
    assert picture["foot"] == "Data from Spotify. Made with Somewhere"
    assert picture["file"] == "2025.png"
    assert {"label": "Saved", "value": "1"} in picture["totals"]
    assert [one["title"] for one in picture["lists"]] == ["Top artists", "Top albums", "Top genres"]


@pytest.mark.parametrize("more", [0, 3])
def test_many_new_genres_are_counted_and_not_all_named(alice, more):
    for number in range(MOST_NEW_GENRES + more):
        save(alice, Song(at(2025, 2, 1) + timedelta(hours=number), genres=((f"genre {number}",),)))
    found = reviewed(alice, 2025)
    assert (len(found.new_genres), found.more_new_genres) == (MOST_NEW_GENRES, more)
