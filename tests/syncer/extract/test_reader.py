"""Pages as records, one at a time or several in flight, always in order."""

from __future__ import annotations

import pytest

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


def test_oddities_are_counted_when_a_page_is_handed_on(spotify):
    spotify.describe(3, name="nul \x00 inside")
    reader = make_reader(spotify)
    page = reader.read(0)
    assert sum(reader.oddities.values()) == 1
    reader.unpark(page.parked())
    assert sum(reader.oddities.values()) == 2


def test_equal_saves_on_both_sides_of_an_edge_are_numbered_on():
    file = record("spotify:local:x", 9, is_local=True)
    above = Slice(0, 100, (record("A", 10), file, record("spotify:local:x", 9, is_local=True, occurrence=1)))
    below = Slice(50, 100, (file, record("B", 9), record("spotify:local:x", 8, is_local=True)))
    assert [one.occurrence for one in below.after(above).records] == [2, 0, 0]
    assert Slice(100, 200, below.records).after(above).records == below.records
    assert below.after(None) == below
