"""Saves with all that is known of their tracks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from library import listed_tracks
from library.covers import Cover
from library.listed_tracks import TrackPage, first_page, list_tracks, stream_tracks, track_page
from library.models import Album, ArtistKnowledge, SavedTrack
from library.search import Sorting
from tests.support.songs import Song, person, save

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_save_comes_with_artists_genres_and_features_and_their_sources() -> None:
    ada = person()
    one = save(ada, Song(MONDAY, tempo=120.5, genres=(("jazz", "soul"), ("soul",)), release_date="1967-05"))
    assert one.track
    for artist in one.track.artists.all():
        ArtistKnowledge.objects.create(artist=artist, known=True, source="lastfm")
    (track,) = list_tracks(SavedTrack.objects.all())
    names = list(one.track.artists.order_by("credits__place").values_list("name", flat=True))
    assert (track.save_id, track.track_id, track.artists) == (one.pk, one.track_id, names)
    assert (sorted(track.genres), track.genre_sources) == (["jazz", "soul"], ["lastfm"])
    assert (track.tempo, track.energy, track.features_source) == (120.5, None, "test")
    assert (track.release_date, track.url) == ("1967-05", None)


def test_a_save_comes_with_its_cover_and_the_widest_image_as_spotify_names_it(settings) -> None:
    settings.SPOTIFY_IMAGES_URL = "https://images.example"
    ada = person()
    save(ada, Song(MONDAY))
    names = {"image_url": "640", "medium_image_url": "300", "small_image_url": "64"}
    Album.objects.update(**{field: f"https://i.scdn.co/image/{name}" for field, name in names.items()})
    (track,) = list_tracks(SavedTrack.objects.all())
    assert track.cover == Cover(*(f"https://images.example/image/{width}" for width in (64, 300, 640)))
    assert track.as_document()["image_url"] == "https://i.scdn.co/image/640"


def test_an_address_that_is_not_spotifys_is_not_passed_on() -> None:
    save(person(), Song(MONDAY))
    Album.objects.update(image_url="https://elsewhere.example/1")
    (track,) = list_tracks(SavedTrack.objects.all())
    assert (track.cover, track.as_document()["image_url"]) == (None, None)


def test_a_page_takes_three_queries_however_many_there_are(django_assert_num_queries) -> None:
    ada = person()
    for number in range(6):
        save(ada, Song(MONDAY + timedelta(days=number), genres=(("jazz",), ("soul",))))
    saves = SavedTrack.objects.filter(user=ada)
    with django_assert_num_queries(3):
        page = track_page(saves, Sorting(), None, 2)
    with django_assert_num_queries(3):
        page = track_page(saves, Sorting(), page.following, 4)
    assert (len(page.tracks), page.following) == (4, None)


def test_the_first_page_and_the_number_of_all_saves_take_four_queries(django_assert_num_queries) -> None:
    ada = person()
    for number in range(6):
        save(ada, Song(MONDAY + timedelta(days=number), genres=(("jazz",),)))
    saves = SavedTrack.objects.filter(user=ada)
    with django_assert_num_queries(4):
        page, count = first_page(saves, Sorting(), 4)
    assert (page, count) == (track_page(saves, Sorting(), None, 4), 6)
    assert first_page(saves.none(), Sorting(), 4) == (TrackPage([], None), 0)


def test_a_stream_is_the_same_list_in_parts(monkeypatch) -> None:
    monkeypatch.setattr(listed_tracks, "CHUNK", 2)
    ada = person()
    for number in range(5):
        save(ada, Song(MONDAY + timedelta(days=number), genres=(("jazz",),)))
    saves = SavedTrack.objects.order_by("pk")
    assert list(stream_tracks(saves)) == list_tracks(saves)
