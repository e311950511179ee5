"""What a run changed, and the genres of saved tracks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from library.models import ArtistGenre, Genre, SavedTrack
from library.queries import MAX_NAMED, came_since, changes_since, genres_of_saved, went_since
from tests.support.catalogue import person, save, track

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_tracks_genres_are_its_artists_heaviest_first_and_a_few(django_assert_num_queries) -> None:
    alice = person("alice")
    song = track(1, artist="One")
    two = track(2, artist="Two").artists.get()
    song.credits.create(artist=two, place=1)
    save(alice, song)
    weights = {"One": {"rock": 1.0, "pop": 0.2}, "Two": {"jazz": 0.9, "pop": 0.6, "blues": 0.6}}
    for name, genres in weights.items():
        artist = song.artists.get(name=name)
        for genre, weight in genres.items():
            row, _ = Genre.objects.get_or_create(name=genre)
            ArtistGenre.objects.create(artist=artist, genre=row, weight=weight)
    with django_assert_num_queries(1):
        assert genres_of_saved(alice.pk) == {song.pk: "rock, jazz, blues"}


def test_a_run_counts_added_removed_and_saved_again_tracks() -> None:
    alice, bob = person("alice"), person("bob")
    now = timezone.now()
    new, gone, again, long_gone = (track(number) for number in range(4))
    save(alice, new)
    save(bob, new)
    for saved, removed_at in ((gone, now), (again, now), (long_gone, now - timedelta(days=3))):
        known = save(alice, saved, 9)
        SavedTrack.objects.filter(pk=known.pk).update(
            noticed_at=now - timedelta(days=9), removed_at=removed_at, removal_confirmed_at=removed_at
        )
    SavedTrack.objects.create(user=alice, track=again, added_at=now, position=1)
    assert changes_since(alice, now - timedelta(hours=1)) == {"added": 1, "removed": 1, "saved_again": 1}
    assert changes_since(alice, now + timedelta(hours=1)) == {"added": 0, "removed": 0, "saved_again": 0}


def test_as_many_tracks_as_can_be_named_are_counted_by_their_names(django_assert_num_queries) -> None:
    alice, before = person("alice"), timezone.now() - timedelta(hours=1)
    for number in range(MAX_NAMED):
        save(alice, track(number), 1)
    with django_assert_num_queries(2):
        came = came_since(alice, before)
    assert (came.count, len(came.names), came.more) == (MAX_NAMED, MAX_NAMED, 0)
    save(alice, track(MAX_NAMED), 1)
    SavedTrack.objects.update(removed_at=timezone.now(), removal_confirmed_at=timezone.now())
    went = went_since(alice, before)
    assert (went.count, len(went.names), went.more) == (MAX_NAMED + 1, MAX_NAMED, 1)


def test_a_run_that_finds_nothing_asks_one_short_question_each_for_names(django_assert_num_queries) -> None:
    alice = person("alice")
    save(alice, track(1), 9)
    later = timezone.now() + timedelta(hours=1)
    with django_assert_num_queries(2):
        assert (came_since(alice, later).count, went_since(alice, later).count) == (0, 0)
