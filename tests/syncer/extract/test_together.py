"""Several people's libraries read at the same time: the catalogue is theirs together."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from library.models import Album, Artist, Track
from tests.syncer.extract.comparisons import is_now
from tests.syncer.extract.reading_runs import living, read, somebody
from tests.syncer.extract.spotify_library import SpotifyLibrary

pytestmark = pytest.mark.django_db(transaction=True)


def shuffled(spotify: SpotifyLibrary, seed: int) -> SpotifyLibrary:
    """The same tracks, saved in another order."""
    dates = [entry.added_at for entry in spotify.entries]
    mixed = random.Random(seed).sample(spotify.entries, len(dates))
    entries = [type(one)(one.id, one.isrc, added) for one, added in zip(mixed, dates, strict=True)]
    return SpotifyLibrary(entries)


def test_libraries_read_at_once_never_wait_for_each_other_in_a_circle(settings):
    settings.SPOTIFY_PAGES_IN_FLIGHT = 2
    spotify = SpotifyLibrary()
    spotify.save(400)
    people = [(somebody(), shuffled(spotify, seed)) for seed in range(4)]

    def sync(user, library):
        try:
            return read(user, library)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        reports = list(pool.map(lambda person: sync(*person), people))
    assert all(report.complete for report in reports)
    assert all(is_now(living(user), library.entries) for user, library in people)
    assert (Track.objects.count(), Album.objects.count(), Artist.objects.count()) == (400, 7, 7)
