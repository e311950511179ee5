"""Reading the most recent pages, in requests, for a library of 10,000 saves."""

from __future__ import annotations

import pytest

from syncer.extract.reader import Reader
from syncer.extract.recent import read_recent
from tests.syncer.extract.conftest import COUNT
from tests.syncer.library_comparisons import by_second
from tests.syncer.memory_library import MemoryLibrary
from tests.syncer.spotify_library import Ban, BannedError, SpotifyLibrary, listed, quiet

pytestmark = pytest.mark.slow


def test_an_unchanged_library_costs_one_request(stored, spotify):
    commits = stored.commits
    report = stored.read(spotify, day=1)
    assert (report.kind, report.complete, spotify.requests) == ("recent", True, [0])
    assert stored.commits == commits


def test_three_new_saves_cost_one_request(stored, spotify):
    spotify.save(3)
    report = stored.read(spotify, day=1)
    assert (report.added, report.complete, spotify.requests) == (3, True, [0])
    assert stored.shown() == listed(spotify.entries)


def test_a_removal_on_the_first_page_costs_one_request(stored, spotify):
    spotify.remove(17)
    assert stored.read(spotify, day=1).removed == 1
    assert spotify.requests == [0]


def test_many_saved_and_a_ban_among_them_leave_no_hole(stored, spotify):
    """As many are gone as the ban leaves out: stored half, the first page alone would look complete."""
    spotify.save(1000)
    spotify.remove(*range(5000, 5500))
    spotify.before_request = Ban(10)
    with pytest.raises(BannedError):
        stored.read(spotify, day=1)
    assert stored.size == COUNT
    spotify.before_request = quiet
    assert stored.read(spotify, day=2).complete
    assert stored.shown() == listed(spotify.entries)


def test_more_saved_than_a_budget_allows_to_read_at_once_are_read_page_by_page(stored, spotify):
    spotify.save(12_000)
    spotify.before_request = Ban(225)
    with pytest.raises(BannedError):
        stored.read(spotify, day=1)
    spotify.before_request = quiet
    report = stored.read(spotify, day=2)
    assert (report.kind, report.complete) == ("full", True)
    # What is left of 440 pages, the cursor's and one more for what was held back, and the closing pass.
    assert len(spotify.requests) <= 440 - 125 + 3
    assert stored.shown() == listed(spotify.entries)


def test_what_is_older_than_the_last_second_listed_is_not_missing_wherever_that_second_is_stored():
    """Two orders of an album over the edge of a page: one of its tracks was stored below all that are older."""
    spotify, stored = SpotifyLibrary(), MemoryLibrary()
    spotify.save(60)
    spotify.save(12, same_second=True)
    spotify.save(44)
    stored.read(spotify)
    stored.saves.append(stored.saves.pop(49))
    report = stored.read(spotify, day=1)
    assert (report.removed, report.complete, stored.size) == (0, True, 116)
    assert by_second(stored.shown()) == by_second(listed(spotify.entries))


def test_progress_counts_what_is_read_of_what_spotify_lists(stored, spotify):
    spotify.save(120)
    seen: list[tuple[int, int]] = []
    reader = Reader(spotify.fetch, stored._parse, in_flight=1, expected_total=stored.expected_total)
    read_recent(reader, stored, lambda done, total: seen.append((done, total)))
    total = COUNT + 120
    assert seen == [(COUNT + 50, total), (COUNT + 100, total), (total, total)]
