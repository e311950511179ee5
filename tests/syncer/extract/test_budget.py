"""What reading costs in requests, for a library of 10,000."""

from __future__ import annotations

import random

import pytest

from tests.syncer.extract.memory_library import Shelf
from tests.syncer.extract.spotify_library import Ban, BannedError, SpotifyLibrary, listed, quiet

pytestmark = pytest.mark.slow

COUNT = 10_000


@pytest.fixture(scope="module")
def ten_thousand():
    library = SpotifyLibrary()
    library.save(COUNT)
    return library


@pytest.fixture
def spotify(ten_thousand) -> SpotifyLibrary:
    return ten_thousand.copy()


@pytest.fixture(scope="module")
def read_before(ten_thousand) -> Shelf:
    shelf = Shelf()
    assert shelf.read(ten_thousand).complete
    return shelf


@pytest.fixture
def shelf(read_before) -> Shelf:
    return read_before.copy()


def test_a_first_import(spotify):
    shelf = Shelf()
    assert shelf.read(spotify).kind == "import"
    assert len(spotify.requests) <= 203
    assert shelf.shown() == listed(spotify.entries)


def test_nothing_changed(shelf, spotify):
    commits = shelf.commits
    report = shelf.read(spotify, day=1)
    assert (report.kind, report.complete, spotify.requests) == ("recent", True, [0])
    assert shelf.commits == commits


def test_three_saved(shelf, spotify):
    spotify.save(3)
    report = shelf.read(spotify, day=1)
    assert (report.added, report.complete, spotify.requests) == (3, True, [0])
    assert shelf.shown() == listed(spotify.entries)


@pytest.mark.parametrize("offset", [COUNT // 2, 50, 99, 1234, 4974, 5025, 7531, 9949, 9950, COUNT - 1])
def test_one_removed(shelf, spotify, offset):
    spotify.remove(offset)
    report = shelf.read(spotify, day=1)
    assert (report.kind, report.removed, report.complete) == ("differences", 1, True)
    assert len(spotify.requests) <= 10
    assert shelf.shown() == listed(spotify.entries)


def test_one_removed_among_the_newest_is_seen_at_once(shelf, spotify):
    spotify.remove(17)
    assert shelf.read(spotify, day=1).removed == 1
    assert spotify.requests == [0]


@pytest.mark.parametrize("offsets", [random.Random(seed).sample(range(COUNT), 20) for seed in range(5)])
def test_twenty_removed_all_over_and_five_saved(shelf, spotify, offsets):
    spotify.remove(*offsets)
    spotify.save(5)
    report = shelf.read(spotify, day=1)
    assert (report.removed, report.added, report.complete) == (20, 5, True)
    assert len(spotify.requests) <= 110
    assert shelf.shown() == listed(spotify.entries)


def test_twenty_removed_evenly_and_five_saved(shelf, spotify):
    spotify.remove(*range(250, COUNT, 500))
    spotify.save(5)
    assert shelf.read(spotify, day=1).removed == 20
    assert len(spotify.requests) <= 110


def test_so_many_removed_that_reading_all_pages_is_cheaper(shelf, spotify):
    spotify.remove(*range(60, COUNT, 90))
    report = shelf.read(spotify, day=1)
    assert (report.kind, report.complete) == ("full", True)
    assert len(spotify.requests) <= 330
    assert shelf.shown() == listed(spotify.entries)


@pytest.mark.parametrize("in_flight", [1, 4])
@pytest.mark.parametrize("answered", [149, 150])
def test_a_ban_at_page_150_resumes_where_it_stopped(spotify, answered, in_flight):
    shelf = Shelf()
    spotify.before_request = Ban(answered)
    with pytest.raises(BannedError):
        shelf.read(spotify, in_flight=in_flight)
    assert len(spotify.answered) == answered
    assert len(spotify.requests) <= answered + in_flight
    assert shelf.size + sum(len(page.records) for page in shelf.cursor.parked) == answered * 50
    spotify.before_request = quiet
    report = shelf.read(spotify, day=1, in_flight=in_flight)
    assert (report.kind, report.complete) == ("import", True)
    # What is left, the cursor's last page, and the closing pass.
    assert len(spotify.requests) == 200 - answered + 2 <= 53
    assert shelf.shown() == listed(spotify.entries)


def test_a_ban_in_the_search_for_differences_loses_nothing_found(shelf, spotify):
    spotify.remove(*range(250, COUNT, 500))
    spotify.before_request = Ban(60)
    with pytest.raises(BannedError):
        shelf.read(spotify, day=1)
    left = shelf.size - len(spotify.entries)
    assert 0 < left < 20
    spotify.before_request = quiet
    assert shelf.read(spotify, day=2).removed == left
    assert shelf.shown() == listed(spotify.entries)


def test_many_saved_and_a_ban_among_them_leave_no_hole(shelf, spotify):
    """As many are gone as the ban leaves out: stored half, the first page alone would look complete."""
    spotify.save(1000)
    spotify.remove(*range(5000, 5500))
    spotify.before_request = Ban(10)
    with pytest.raises(BannedError):
        shelf.read(spotify, day=1)
    assert shelf.size == COUNT
    spotify.before_request = quiet
    assert shelf.read(spotify, day=2).complete
    assert shelf.shown() == listed(spotify.entries)


def test_more_saved_than_a_budget_allows_to_read_at_once_are_read_page_by_page(shelf, spotify):
    spotify.save(12_000)
    spotify.before_request = Ban(225)
    with pytest.raises(BannedError):
        shelf.read(spotify, day=1)
    spotify.before_request = quiet
    report = shelf.read(spotify, day=2)
    assert (report.kind, report.complete) == ("full", True)
    # What is left of 440 pages, the cursor's and one more for what was held back, and the closing pass.
    assert len(spotify.requests) <= 440 - 125 + 3
    assert shelf.shown() == listed(spotify.entries)
