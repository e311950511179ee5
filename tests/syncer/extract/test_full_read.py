"""Reading all pages: how it is resumed after a ban, and what it keeps of pages that were answered below the refused one."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.models import LibraryState
from providers.spotify.records import Page
from syncer.load import parked_pages as parked
from tests.support.waiting import wait_for
from tests.syncer.library_comparisons import is_newest_first, is_now
from tests.syncer.library_edits import REMOVALS, SAVES, days, examples
from tests.syncer.library_reads import active_saves, read
from tests.syncer.memory_library import MemoryLibrary
from tests.syncer.spotify_library import Ban, BannedError, SpotifyLibrary, listed, quiet

pytestmark = pytest.mark.django_db


def test_a_first_import_stores_the_whole_library_in_order(ada):
    spotify = SpotifyLibrary()
    spotify.save(620)
    report = read(ada, spotify)
    assert active_saves(ada) == listed(spotify.entries)
    assert (report.kind, report.spotify_total, report.stored, report.complete) == ("import", 620, 620, True)


@pytest.mark.slow
def test_a_first_import_takes_little_more_than_a_request_a_page(spotify):
    stored = MemoryLibrary()
    assert stored.read(spotify).kind == "import"
    assert len(spotify.requests) <= 203
    assert stored.shown() == listed(spotify.entries)


@pytest.mark.slow
@pytest.mark.parametrize("in_flight", [1, 4])
@pytest.mark.parametrize("answered", [149, 150])
def test_a_ban_at_page_150_resumes_where_it_stopped(spotify, answered, in_flight):
    stored = MemoryLibrary()
    spotify.before_request = Ban(answered)
    with pytest.raises(BannedError):
        stored.read(spotify, in_flight=in_flight)
    assert len(spotify.answered) == answered
    assert len(spotify.requests) <= answered + in_flight
    assert stored.size + sum(len(page.records) for page in stored.cursor.parked) == answered * 50
    spotify.before_request = quiet
    report = stored.read(spotify, day=1, in_flight=in_flight)
    assert (report.kind, report.complete) == ("import", True)
    # What is left, the cursor's last page, and the closing pass.
    assert len(spotify.requests) == 200 - answered + 2 <= 53
    assert stored.shown() == listed(spotify.entries)


SIZE = 470


PAGES = range(0, SIZE, 50)


IN_FLIGHT = 4


@dataclass
class OvertakingLibrary(SpotifyLibrary):
    """What is asked together with the page at `hole` is answered first; then that page is refused."""

    hole: int | None = None
    # Not asked for: their pages are parked already.
    spared: tuple[int, ...] = ()

    def fetch(self, offset: int, limit: int) -> Page:
        if offset != self.hole:
            return super().fetch(offset, limit)
        self.requests.append(offset)
        wait_for(lambda: set(behind(offset)) <= {*self.answered, *self.spared})
        raise BannedError


def behind(hole: int) -> tuple[int, ...]:
    return tuple(offset for offset in PAGES if hole < offset < hole + IN_FLIGHT * 50)


def refused_at(hole: int) -> OvertakingLibrary:
    spotify = OvertakingLibrary(hole=hole)
    spotify.save(SIZE)
    return spotify


def stopped(user, spotify, *, day: int = 0) -> list[int]:
    """The offsets that were asked for by a read that was refused."""
    with pytest.raises(BannedError):
        read(user, spotify, day=day)
    return spotify.requests


@pytest.mark.slow
@pytest.mark.parametrize("hole", PAGES[1:])
def test_after_a_ban_only_the_cursors_page_and_the_closing_page_are_asked_for_again(ada, hole):
    spotify = refused_at(hole)
    asked = set(stopped(ada, spotify))
    assert asked == {*range(0, hole + 50, 50), *behind(hole)}
    spotify.hole = None
    assert read(ada, spotify, day=1).complete
    expected = [hole - 50, hole, *(offset for offset in PAGES if offset not in asked), 0]
    assert sorted(spotify.requests) == sorted(expected)
    assert is_now(active_saves(ada), spotify.entries)
    assert LibraryState.objects.get(user=ada).cursor_parked == {}


@pytest.mark.slow
def test_parked_pages_outlast_a_second_ban_at_the_same_page(ada):
    spotify = refused_at(150)
    stopped(ada, spotify)
    spotify.spared = behind(150)
    assert stopped(ada, spotify, day=1) == [100, 150]
    spotify.hole = None
    assert read(ada, spotify, day=2).complete
    assert sorted(spotify.requests) == [0, 100, 150, 350, 400, 450]
    assert is_now(active_saves(ada), spotify.entries)


@pytest.mark.slow
def test_pages_below_a_second_ban_are_parked_too(ada):
    spotify = refused_at(100)
    stopped(ada, spotify)
    spotify.hole = 300
    assert sorted(stopped(ada, spotify, day=1)) == [50, 100, 300, 350, 400, 450]
    spotify.hole = None
    assert read(ada, spotify, day=2).complete
    assert sorted(spotify.requests) == [0, 250, 300]
    assert is_now(active_saves(ada), spotify.entries)


def test_oddities_of_parked_pages_are_counted_when_they_are_taken(ada):
    spotify = refused_at(100)
    spotify.entries[170] = replace(spotify.entries[170], name="nul \x00 inside")
    stopped(ada, spotify)
    spotify.hole = None
    assert sum(read(ada, spotify, day=1).oddities.values()) == 1


def removed_behind_and_saved(spotify):
    spotify.remove(220, quietly=True)
    spotify.save(1)


def removed_at_the_cursor_and_saved(spotify):
    spotify.remove(99, quietly=True)
    spotify.save(1)


def removed(spotify):
    spotify.remove(220)


def saved_again(spotify):
    spotify.save_again(180)


@pytest.mark.parametrize(
    "edit", [removed_behind_and_saved, removed_at_the_cursor_and_saved, removed, saved_again]
)
def test_parked_pages_are_dropped_when_the_library_has_moved(ada, edit):
    spotify = refused_at(100)
    stopped(ada, spotify)
    edit(spotify)
    spotify.hole = None
    assert read(ada, spotify, day=1).complete
    assert {150, 200, 250} <= set(spotify.requests)
    assert is_now(active_saves(ada), spotify.entries)


def test_parked_pages_are_dropped_when_the_library_moves_below_the_cursors_page(ada):
    spotify = refused_at(100)
    stopped(ada, spotify)
    spotify.hole = None
    spotify.before_request = lambda number: removed_behind_and_saved(spotify) if number == 1 else None
    assert read(ada, spotify, day=1).complete
    assert {150, 200, 250} <= set(spotify.requests)
    assert is_now(active_saves(ada), spotify.entries)


def test_parked_pages_of_another_version_are_asked_for_again(ada, monkeypatch):
    spotify = refused_at(100)
    stopped(ada, spotify)
    spotify.hole = None
    monkeypatch.setattr(parked, "SHAPE", [*parked.SHAPE, "TrackRecord.popularity"])
    assert read(ada, spotify, day=1).complete
    assert {150, 200, 250} <= set(spotify.requests)
    assert is_now(active_saves(ada), spotify.entries)


@pytest.mark.slow
@examples(60)
@given(
    st.lists(
        st.tuples(days(*SAVES, *REMOVALS, requests=8), st.sampled_from(PAGES)),
        min_size=1,
        max_size=3,
    )
)
def test_a_changing_library_with_parked_pages_ends_complete(plan):
    stored, spotify = MemoryLibrary(), SpotifyLibrary()
    spotify.save(SIZE)
    for number, (day, hole) in enumerate(plan):
        day.begin(spotify)
        with suppress(BannedError):
            stored.read(Refusing(spotify, hole), day=number, in_flight=IN_FLIGHT)
    spotify.before_request = quiet
    assert stored.read(spotify, day=90, in_flight=IN_FLIGHT).complete
    assert is_newest_first(stored.shown())
    assert is_now(stored.shown(), spotify.entries)


@dataclass
class Refusing:
    """Refuses one page, and whoever was asked together with it may be answered or not."""

    library: SpotifyLibrary
    hole: int

    def forget_requests(self) -> None:
        self.library.forget_requests()

    def fetch(self, offset: int, limit: int) -> Page:
        if offset == self.hole:
            time.sleep(0.003)  # so that the others come first as a rule
            raise BannedError
        return self.library.fetch(offset, limit)
