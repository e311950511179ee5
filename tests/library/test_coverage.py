"""For how many tracks features and genres are known."""

from datetime import timedelta

import pytest
from django.utils import timezone

from library.coverage import Coverage, coverage
from library.models import ArtistGenre, Features, Genre
from library.statistics.period import EVERYTHING, Period
from tests.support.catalogue import person, save, track

pytestmark = pytest.mark.django_db(transaction=True)


def test_coverage_counts_todays_tracks_once_in_three_queries(django_assert_num_queries) -> None:
    alice, bob = person("alice"), person("bob")
    one, two, gone, foreign = (track(number) for number in range(4))
    for saved in (one, two):
        save(alice, saved)
    save(alice, one, 5)
    save(alice, gone, removed=True)
    save(bob, foreign)
    Features.objects.create(track=one, energy=0.0, known=True, source="x")
    Features.objects.create(track=two, known=False, ask_again_at="2027-01-01T00:00Z")
    Features.objects.create(track=foreign, energy=0.1, known=True, source="x")
    genre = Genre.objects.create(name="rock")
    for artist in (one.artists.get(), foreign.artists.get()):
        ArtistGenre.objects.create(artist=artist, genre=genre, weight=1.0)
    with django_assert_num_queries(3):
        assert coverage(alice) == Coverage(tracks=2, with_features=1, with_genres=1)
    assert coverage(person("cleo")) == Coverage(0, 0, 0)


def test_coverage_of_a_period_counts_what_was_saved_in_it(django_assert_num_queries) -> None:
    alice = person("alice")
    one, two, gone = (track(number) for number in range(3))
    save(alice, one, days_ago=10)
    save(alice, two)
    save(alice, gone, removed=True)
    for known in (one, gone):
        Features.objects.create(track=known, energy=0.5, known=True, source="x")
    today = timezone.localdate()
    with django_assert_num_queries(3):
        assert coverage(alice, Period(first=today - timedelta(days=3))) == Coverage(2, 1, 0)
    assert coverage(alice, EVERYTHING) == Coverage(3, 2, 0)
    assert coverage(alice) == coverage(alice, Period(as_it_is=True)) == Coverage(2, 1, 0)
