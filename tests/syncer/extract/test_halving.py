"""The halving search, in requests, for a library of 10,000 saves."""

from __future__ import annotations

import random

import pytest

from tests.syncer.extract.conftest import COUNT
from tests.syncer.spotify_library import Ban, BannedError, listed, quiet

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("offset", [COUNT // 2, 50, 99, 1234, 4974, 5025, 7531, 9949, 9950, COUNT - 1])
def test_one_removal_costs_at_most_ten_requests(stored, spotify, offset):
    spotify.remove(offset)
    report = stored.read(spotify, day=1)
    assert (report.kind, report.removed, report.complete) == ("differences", 1, True)
    assert len(spotify.requests) <= 10
    assert stored.shown() == listed(spotify.entries)


@pytest.mark.parametrize("offsets", [random.Random(seed).sample(range(COUNT), 20) for seed in range(5)])
def test_twenty_random_removals_cost_at_most_110_requests(stored, spotify, offsets):
    spotify.remove(*offsets)
    spotify.save(5)
    report = stored.read(spotify, day=1)
    assert (report.removed, report.added, report.complete) == (20, 5, True)
    assert len(spotify.requests) <= 110
    assert stored.shown() == listed(spotify.entries)


def test_twenty_even_removals_cost_at_most_110_requests(stored, spotify):
    spotify.remove(*range(250, COUNT, 500))
    spotify.save(5)
    assert stored.read(spotify, day=1).removed == 20
    assert len(spotify.requests) <= 110


def test_many_removals_end_the_search_at_its_bound(stored, spotify):
    spotify.remove(*range(60, COUNT, 90))
    report = stored.read(spotify, day=1)
    assert (report.kind, report.complete) == ("full", True)
    assert len(spotify.requests) <= 330
    assert stored.shown() == listed(spotify.entries)


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
