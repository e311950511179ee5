"""What the sources said of a track and its artists."""

from __future__ import annotations

from datetime import UTC, datetime

from pytest_django.asserts import assertNumQueries

from library.models import ArtistKnowledge, Features
from library.track_knowledge import track_knowledge
from tests.support.songs import Song, person, save

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_genres_are_each_artists_heaviest_first(db):
    track = save(person(), Song(NOON, tempo=100, genres=(("drone", "ambient"), ()))).track
    assert track is not None
    ArtistKnowledge.objects.create(
        artist=track.credits.order_by("place")[0].artist, known=True, source="lastfm"
    )
    with assertNumQueries(3):
        found = track_knowledge(track.pk)
    assert found.features is not None
    assert found.features.tempo == 100
    first, second = found.artists
    assert (first.genres, first.knowledge and first.knowledge.source) == (["drone", "ambient"], "lastfm")
    assert (second.genres, second.knowledge) == ([], None)


def test_before_the_first_look_up_nothing_is_known(db):
    track = save(person(), Song(NOON)).track
    assert track is not None
    Features.objects.all().delete()
    found = track_knowledge(track.pk)
    assert (found.features, found.artists[0].knowledge) == (None, None)
