"""A person's saves as they are looked for, in any order, a page at a time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from library.models import SavedTrack, Track
from library.rules.conditions import PlaysGenre, RangeCondition
from library.search import Place, Sorting, TrackSearch, behind, find_saves, fold, in_order, search_text
from tests.support.songs import Song, person, save

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


def titles(user, **search) -> set[str]:
    return set(find_saves(user, TrackSearch(**search)).values_list("track__name", flat=True))


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Beyoncé", "beyonce"), ("STRASSE Straße", "strasse strasse"), ("Ｆｕｌｌ", "full"), ("ЙОД", "иод")],
)
def test_case_and_accents_are_folded(text, folded) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("beyonce HALO", True),
        ("ÁM sasha", True),
        ("usum71", True),
        ("halo jolene", False),
        ("100%", False),
        ("_", False),
    ],
)
def test_each_word_is_in_artists_title_album_or_isrc(words, found) -> None:
    ada = person()
    one = save(ada, Song(MONDAY), name="Halo")
    save(ada, Song(MONDAY), name="Other")
    stored = search_text("Beyoncé", "Halo", "I Am… Sasha Fierce", "USUM7100001")
    Track.objects.filter(pk=one.track_id).update(search_text=stored)
    assert titles(ada, text=words) == ({"Halo"} if found else set())


def test_removed_and_as_of_choose_the_saves() -> None:
    ada = person()
    save(ada, Song(MONDAY), name="gone", removed_at=MONDAY + timedelta(days=2))
    save(ada, Song(MONDAY + timedelta(days=1)), name="here")
    SavedTrack.objects.create(user=ada, track=None, added_at=MONDAY, position=1)
    save(person("ben"), Song(MONDAY), name="somebody else's")
    assert titles(ada) == {"here"}
    assert titles(ada, removed="only") == {"gone"}
    assert titles(ada, removed="any") == {"gone", "here"}
    days = [titles(ada, as_of=date(2026, 3, day)) for day in range(1, 5)]
    assert days == [set(), {"gone"}, {"gone", "here"}, {"here"}]
    assert titles(ada, as_of=date(2026, 3, 3), removed="no") == {"here"}
    assert titles(ada, as_of=date.min) == set()
    assert titles(ada, as_of=date.max) == {"here"}


def test_conditions_are_those_of_smart_sheets_and_hold_for_removed_saves_too() -> None:
    ada = person()
    save(ada, Song(MONDAY, tempo=120, genres=(("jazz",),)), name="one", removed_at=MONDAY)
    save(ada, Song(MONDAY, tempo=90, genres=(("jazz",),)), name="slow")
    save(ada, Song(MONDAY, tempo=120), name="no genre")
    conditions = (RangeCondition("tempo", low=100), PlaysGenre("jazz"))
    assert titles(ada, conditions=conditions, removed="any") == {"one"}


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("by", ["added", "removed", "title", "tempo"])
def test_what_is_behind_each_row_is_the_rest_of_the_order(by, descending) -> None:
    ada = person()
    tempos = (None, 90, 120, 90, None)
    for number, tempo in enumerate(tempos):
        song = Song(MONDAY + timedelta(days=number % 3), tempo=tempo)
        save(ada, song, name=f"song {number % 2}", removed_at=MONDAY + timedelta(days=9) if tempo else None)
    saves, sorting = find_saves(ada, TrackSearch(removed="any")), Sorting(by, descending)
    rows = list(in_order(saves, sorting).select_related("track__features"))
    values = {
        "added": "added_at",
        "removed": "removed_at",
        "title": "track.name",
        "tempo": "track.features.tempo",
    }
    assert by != "tempo" or [row.track.features.tempo for row in rows[-2:]] == [None, None]
    for number, row in enumerate(rows):
        value = row
        for name in values[by].split("."):
            value = getattr(value, name)
        assert list(in_order(behind(saves, sorting, Place(value, row.pk)), sorting)) == rows[number + 1 :]


def test_tracks_of_before_get_their_search_text_with_the_migration() -> None:
    one = save(person(), Song(MONDAY), name="Ágætis")
    import_module("library.migrations.0005_search_text").fill(apps, None)
    track = Track.objects.get(pk=one.track_id)
    assert track.search_text == search_text(track.artist_line, "Ágætis", track.album.name)


def test_an_order_that_knows_no_unknown_values_can_be_read_from_an_index():
    assert "NULLS LAST" not in str(in_order(SavedTrack.objects.all(), Sorting("added")).query)
    assert "NULLS LAST" in str(in_order(SavedTrack.objects.all(), Sorting("tempo")).query)
