"""What reading costs in requests, for a library of 10,000."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from accounts.problems import TryLater
from library.models import SavedTrack
from tests.reader.reading_runs import NOW, listed, living, read
from tests.reader.spotify_library import SpotifyLibrary

pytestmark = pytest.mark.django_db
COUNT = 10_000


class Ban:
    """Spotify's 429 for a day, from the n-th request (from 0) on."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __call__(self, number: int) -> None:
        if number >= self.number:
            raise TryLater("spotify_quota", "Spotify asks to wait.", when=NOW + timedelta(days=1))


@pytest.fixture
def spotify() -> SpotifyLibrary:
    library = SpotifyLibrary()
    library.save(COUNT)
    return library


@pytest.fixture
def imported(ada, spotify) -> SpotifyLibrary:
    report = read(ada, spotify)
    assert (report.stored, report.complete) == (COUNT, True)
    return spotify


def test_a_first_import(ada, spotify):
    assert read(ada, spotify).kind == "import"
    assert len(spotify.requests) <= 203
    assert living(ada) == listed(spotify.entries)


def test_nothing_changed(ada, imported, django_assert_num_queries):
    revision = ada.library_state.revision
    with django_assert_num_queries(4):
        report = read(ada, imported, day=1)
    assert (report.kind, report.complete, imported.requests) == ("head", True, [0])
    ada.library_state.refresh_from_db()
    assert ada.library_state.revision == revision


def test_three_saved(ada, imported):
    imported.save(3)
    report = read(ada, imported, day=1)
    assert (report.added, report.complete, imported.requests) == (3, True, [0])
    assert living(ada) == listed(imported.entries)


def test_one_removed_in_the_middle(ada, imported):
    imported.remove(COUNT // 2)
    report = read(ada, imported, day=1)
    assert (report.kind, report.removed, report.complete) == ("differences", 1, True)
    assert len(imported.requests) <= 10
    assert living(ada) == listed(imported.entries)


@pytest.mark.parametrize("offset", [50, 99, 1234, 4974, 5025, 7531, 9949, 9950, COUNT - 1])
def test_one_removed_anywhere(ada, imported, offset):
    imported.remove(offset)
    assert read(ada, imported, day=1).removed == 1
    assert len(imported.requests) <= 10
    assert living(ada) == listed(imported.entries)


@pytest.mark.parametrize("seed", range(3))
def test_twenty_removed_all_over_and_five_saved(ada, imported, seed):
    imported.remove(*random.Random(seed).sample(range(COUNT), 20))
    imported.save(5)
    report = read(ada, imported, day=1)
    assert (report.removed, report.added, report.complete) == (20, 5, True)
    assert len(imported.requests) <= 110
    assert living(ada) == listed(imported.entries)


def test_twenty_removed_evenly(ada, imported):
    imported.remove(*range(250, COUNT, 500))
    imported.save(5)
    assert read(ada, imported, day=1).removed == 20
    assert len(imported.requests) <= 110


@pytest.mark.parametrize("in_flight", [1, 4])
def test_a_ban_at_page_150_resumes_where_it_stopped(ada, spotify, settings, in_flight):
    settings.SPOTIFY_PAGES_IN_FLIGHT = in_flight
    spotify.before_request = Ban(150)
    with pytest.raises(TryLater):
        read(ada, spotify)
    assert len(spotify.answered) == 150
    assert SavedTrack.objects.filter(user=ada).count() == 150 * 50
    spotify.before_request = lambda number: None
    report = read(ada, spotify, day=1)
    assert (report.kind, report.complete) == ("import", True)
    assert len(spotify.requests) <= 53
    assert living(ada) == listed(spotify.entries)
