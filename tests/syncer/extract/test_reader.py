"""Pages as records, one at a time or several in flight, always in order."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import ClassVar

import pytest

from providers.spotify.records import Page
from syncer.extract.reader import Reader, Slice
from syncer.transform.saved_tracks import parse_saved_tracks
from tests.syncer.records import record
from tests.syncer.spotify_library import Ban, BannedError, SpotifyLibrary


@pytest.fixture
def spotify() -> SpotifyLibrary:
    library = SpotifyLibrary()
    library.save(730)
    return library


def make_reader(spotify: SpotifyLibrary, in_flight: int = 1) -> Reader:
    return Reader(spotify.fetch, parse_saved_tracks, in_flight=in_flight)


@pytest.mark.parametrize("in_flight", [1, 4])
def test_pages_come_in_the_order_of_their_offsets(spotify, in_flight):
    reader = make_reader(spotify, in_flight)
    pages = [page for batch in reader.batches(100, 730) for page in batch]
    assert [page.offset for page in pages] == list(range(100, 730, 50))
    records = [one for page in pages for one in page.records]
    assert [one.track.key for one in records] == [entry.id for entry in spotify.entries[100:]]
    assert reader.requests == len(pages)
    assert pages[-1].is_last and not pages[0].is_last


@pytest.mark.parametrize("in_flight", [1, 4])
def test_pages_above_a_refused_one_are_handed_on(spotify, in_flight):
    spotify.before_request = Ban(6)
    reader, pages = make_reader(spotify, in_flight), []
    with pytest.raises(BannedError):
        for batch in reader.batches(0, 730):
            pages += batch
    handed_on = [page.offset for page in [*pages, *reader.answered_ahead]]
    assert sorted(handed_on) == sorted(spotify.answered)
    assert [page.offset for page in pages] == list(range(0, 50 * len(pages), 50))
    assert len(spotify.requests) < 6 + in_flight + 1


def test_no_request_starts_after_the_iterator_is_closed(spotify):
    batches = make_reader(spotify, 4).batches(0, 730)
    next(batches)
    batches.close()
    sent = len(spotify.requests)
    assert sent < 15
    assert list(batches) == []
    assert len(spotify.requests) == sent


def test_a_refusal_in_flight_is_raised_when_the_iterator_is_closed(spotify):
    # Of the four pages that may be in flight with the first none is refused.
    ban, is_refused = Ban(4), Event()

    def refuse(number: int) -> None:
        try:
            ban(number)
        except BannedError:
            is_refused.set()
            raise

    spotify.before_request = refuse
    batches = make_reader(spotify, 4).batches(0, 730)
    next(batches)
    assert is_refused.wait(10)
    with pytest.raises(BannedError):
        batches.close()


def test_after_a_slow_start_the_second_page_waits_for_the_first(spotify):
    batches = make_reader(spotify, 4).batches(0, 730, slow_start=True)
    next(batches)
    assert spotify.requests == [0]
    pages = [page for batch in batches for page in batch]
    assert [page.offset for page in pages] == list(range(50, 730, 50))


def test_oddities_are_counted_when_a_page_is_handed_on(spotify):
    spotify.describe(3, name="nul \x00 inside")
    reader = make_reader(spotify)
    page = reader.read(0)
    assert sum(reader.oddities.values()) == 1
    resumed = make_reader(spotify)
    resumed.unpark(page.parked())
    assert sum(resumed.oddities.values()) == 1


@pytest.mark.parametrize("track", [None, {"id": None}])
def test_an_odd_save_is_counted_once_however_often_it_is_read(spotify, track):
    spotify.describe(3, name="nul \x00 inside")
    if track:
        spotify.entries[3].as_json["track"] = track
    reader = make_reader(spotify)
    reader.read(0)
    spotify.save(2)
    reader.read(0)
    assert set(reader.oddities.values()) == {1}
    assert {len(names) for names in reader.odd_tracks.values()} == {1}


def test_equal_saves_on_both_sides_of_an_edge_are_numbered_on():
    file = record("spotify:local:x", 9, is_local=True)
    above = Slice(0, 100, (record("A", 10), file, record("spotify:local:x", 9, is_local=True, occurrence=1)))
    below = Slice(50, 100, (file, record("B", 9), record("spotify:local:x", 8, is_local=True)))
    assert [one.occurrence for one in below.after(above).records] == [2, 0, 0]
    assert Slice(100, 200, below.records).after(above).records == below.records
    assert below.after(None) == below


class LyingLibrary(SpotifyLibrary):
    """Answers the requests with these numbers (from 0) with fewer items, or with another total."""

    lies: ClassVar[dict[int, Callable[[Page], Page]]]

    def fetch(self, offset: int, limit: int) -> Page:
        number = len(self.requests)
        page = super().fetch(offset, limit)
        return self.lies.get(number, lambda true: true)(page)


def zeroed(page: Page) -> Page:
    return Page(page.offset, 0, ())


def empty(page: Page) -> Page:
    return Page(page.offset, page.total, ())


def short(page: Page) -> Page:
    return Page(page.offset, page.total, page.items[:20])


def lying(lies: dict[int, Callable[[Page], Page]], size: int = 730) -> LyingLibrary:
    library = LyingLibrary()
    library.lies = lies
    library.save(size)
    return library


@pytest.mark.parametrize("lie", [zeroed, empty, short])
@pytest.mark.parametrize("expected", [None, 730])
def test_a_page_that_lacks_items_is_asked_for_again(lie, expected):
    library = lying({0: lie})
    reader = Reader(library.fetch, parse_saved_tracks, expected_total=expected)
    page = reader.read(0)
    assert (page.total, len(page.records), reader.requests) == (730, 50, 2)


@pytest.mark.parametrize("lies", [{0: zeroed, 1: short}, {0: short, 1: empty, 2: zeroed}])
def test_answers_that_disagree_are_not_believed(lies):
    library = lying(lies)
    page = Reader(library.fetch, parse_saved_tracks, expected_total=730).read(50)
    assert (page.total, len(page.records)) == (730, 50)


def test_a_page_that_is_short_twice_hides_items():
    library = lying({0: short, 1: short})
    reader = Reader(library.fetch, parse_saved_tracks, expected_total=730)
    assert (len(reader.read(0).records), reader.requests) == (20, 2)


def test_answers_that_always_disagree_come_to_an_end():
    library = lying({0: zeroed, 1: short, 2: empty, 3: zeroed})
    reader = Reader(library.fetch, parse_saved_tracks, expected_total=730)
    assert (len(reader.read(0).records), reader.requests) == (20, 4)


def test_a_library_that_has_shrunk_is_believed_after_two_answers():
    library = lying({}, size=300)
    reader = Reader(library.fetch, parse_saved_tracks, expected_total=730)
    pages = [page for batch in reader.batches(0, 300) for page in batch]
    assert (len(pages), reader.requests) == (6, 7)


@pytest.mark.parametrize(("expected", "requests"), [(730, 1), (750, 1), (751, 1), (767, 1), (1000, 2)])
def test_a_few_removals_cost_no_second_look(expected, requests):
    reader = Reader(lying({}).fetch, parse_saved_tracks, expected_total=expected)
    reader.read(0)
    assert reader.requests == requests


def test_an_empty_library_that_was_empty_before_costs_one_request():
    reader = Reader(lying({}, size=0).fetch, parse_saved_tracks, expected_total=0)
    reader.read(0)
    assert reader.requests == 1
