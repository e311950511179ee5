"""The halving search, in requests, for a library of 10,000 saves."""

from __future__ import annotations

import random
from datetime import timedelta
from statistics import median

import pytest

from tests.syncer.extract.conftest import COUNT
from tests.syncer.library_comparisons import by_second
from tests.syncer.memory_library import MemoryLibrary
from tests.syncer.spotify_library import Ban, BannedError, SpotifyLibrary, listed, quiet

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("offset", [COUNT // 2, 50, 99, 1234, 4974, 5025, 7531, 9949, 9950, COUNT - 1])
def test_one_removal_costs_at_most_ten_requests(stored, spotify, offset):
    spotify.remove(offset)
    report = stored.read(spotify, day=1)
    assert (report.kind, report.removed, report.complete) == ("differences", 1, True)
    assert len(spotify.requests) <= 10
    assert stored.shown() == listed(spotify.entries)


def test_twenty_random_removals_cost_sixty_requests_and_at_most_72(stored, spotify):
    """Of 200 seeds half take up to 59 requests, 19 of 20 up to 67, and the worst 72."""
    requests = []
    for seed in range(20):
        now, known = spotify.copy(), stored.copy()
        now.remove(*random.Random(seed).sample(range(COUNT), 20))
        now.save(5)
        report = known.read(now, day=1)
        assert (report.removed, report.added, report.complete) == (20, 5, True)
        assert known.shown() == listed(now.entries)
        requests.append(len(now.requests))
    assert max(requests) <= 72
    assert median(requests) <= 60


def test_twenty_even_removals_cost_at_most_72_requests(stored, spotify):
    """The worst case: each is searched for alone."""
    spotify.remove(*range(250, COUNT, 500))
    spotify.save(5)
    assert stored.read(spotify, day=1).removed == 20
    assert len(spotify.requests) <= 72


@pytest.mark.parametrize("step", [9, 45, 90])
def test_many_removals_cost_no_more_than_a_read_of_all_pages(stored, spotify, step):
    spotify.remove(*range(60, COUNT, step))
    report = stored.read(spotify, day=1)
    assert (report.kind, report.complete) == ("differences", True)
    assert len(spotify.requests) <= COUNT // 50
    assert stored.shown() == listed(spotify.entries)


@pytest.fixture
def album():
    """Fifty saves above an album of twelve, all in one second, above sixty; read before."""
    spotify, stored = SpotifyLibrary(), MemoryLibrary()
    spotify.save(60)
    spotify.save(12, same_second=True)
    spotify.save(50)
    assert stored.read(spotify).complete
    return spotify, stored


def test_a_removal_from_an_album_directly_below_an_anchor_costs_three_requests(album):
    spotify, stored = album
    spotify.remove(55)
    report = stored.read(spotify, day=1)
    assert (report.kind, report.removed, report.complete) == ("differences", 1, True)
    assert spotify.requests == [0, 49, 0]
    assert stored.shown() == listed(spotify.entries)


def test_a_page_that_lists_nothing_known_below_an_anchor_is_read_on(album):
    spotify, stored = album
    spotify.remove(*range(50, 82), quietly=True)
    spotify.save(49, at=spotify.entries[49].added_at - timedelta(seconds=1))
    report = stored.read(spotify, day=1)
    assert (report.kind, report.added, report.removed, report.complete) == ("differences", 49, 32, True)
    assert len(spotify.requests) <= 5
    assert by_second(stored.shown()) == by_second(listed(spotify.entries))


def test_a_ban_in_the_search_for_differences_keeps_the_differences_so_far(stored, spotify):
    spotify.remove(*range(250, COUNT, 500))
    spotify.before_request = Ban(60)
    with pytest.raises(BannedError):
        stored.read(spotify, day=1)
    left = stored.size - len(spotify.entries)
    assert 0 < left < 20
    spotify.before_request = quiet
    assert stored.read(spotify, day=2).removed == left
    assert stored.shown() == listed(spotify.entries)
