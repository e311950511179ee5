"""Pages that were answered behind one that was refused are kept, and taken only while nothing has moved."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.models import LibraryState
from providers.spotify.records import Page
from syncer.load import parked_pages as parked
from syncer.transform.records import (
    AlbumRecord,
    ArtistRecord,
    Oddity,
    OddityCode,
    ParkedPage,
    SavedTrackRecord,
    TextField,
    TrackRecord,
)
from tests.support.waiting import wait_for
from tests.syncer.extract.comparisons import is_newest_first, is_now
from tests.syncer.extract.edits import REMOVALS, SAVES, days, examples
from tests.syncer.extract.memory_library import Shelf
from tests.syncer.extract.reading_runs import living, read
from tests.syncer.extract.spotify_library import BannedError, SpotifyLibrary, quiet

pytestmark = pytest.mark.django_db
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
def test_only_the_cursors_page_and_the_closing_pass_are_asked_for_again(ada, hole):
    spotify = refused_at(hole)
    asked = set(stopped(ada, spotify))
    assert asked == {*range(0, hole + 50, 50), *behind(hole)}
    spotify.hole = None
    assert read(ada, spotify, day=1).complete
    expected = [hole - 50, hole, *(offset for offset in PAGES if offset not in asked), 0]
    assert sorted(spotify.requests) == sorted(expected)
    assert is_now(living(ada), spotify.entries)
    assert LibraryState.objects.get(user=ada).cursor_parked == {}


def test_refused_at_the_same_page_again_they_are_still_there(ada):
    spotify = refused_at(150)
    stopped(ada, spotify)
    spotify.spared = behind(150)
    assert stopped(ada, spotify, day=1) == [100, 150]
    spotify.hole = None
    assert read(ada, spotify, day=2).complete
    assert sorted(spotify.requests) == [0, 100, 150, 350, 400, 450]
    assert is_now(living(ada), spotify.entries)


def test_refused_further_down_the_rest_waits_too(ada):
    spotify = refused_at(100)
    stopped(ada, spotify)
    spotify.hole = 300
    assert sorted(stopped(ada, spotify, day=1)) == [50, 100, 300, 350, 400, 450]
    spotify.hole = None
    assert read(ada, spotify, day=2).complete
    assert sorted(spotify.requests) == [0, 250, 300]
    assert is_now(living(ada), spotify.entries)


def test_what_was_odd_about_them_is_told_when_they_are_taken(ada):
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
def test_they_are_dropped_when_the_library_moved_meanwhile(ada, edit):
    spotify = refused_at(100)
    stopped(ada, spotify)
    edit(spotify)
    spotify.hole = None
    assert read(ada, spotify, day=1).complete
    assert {150, 200, 250} <= set(spotify.requests)
    assert is_now(living(ada), spotify.entries)


def test_they_are_dropped_when_the_library_moves_between_the_cursors_page_and_the_refused_one(ada):
    spotify = refused_at(100)
    stopped(ada, spotify)
    spotify.hole = None
    spotify.before_request = lambda number: removed_behind_and_saved(spotify) if number == 1 else None
    assert read(ada, spotify, day=1).complete
    assert {150, 200, 250} <= set(spotify.requests)
    assert is_now(living(ada), spotify.entries)


def test_they_are_asked_for_again_when_an_update_changed_what_a_page_is_made_of(ada, monkeypatch):
    spotify = refused_at(100)
    stopped(ada, spotify)
    spotify.hole = None
    monkeypatch.setattr(parked, "SHAPE", [*parked.SHAPE, "TrackRecord.popularity"])
    assert read(ada, spotify, day=1).complete
    assert {150, 200, 250} <= set(spotify.requests)
    assert is_now(living(ada), spotify.entries)


@pytest.mark.slow
@examples(60)
@given(
    st.lists(
        st.tuples(days(*SAVES, *REMOVALS, requests=8), st.sampled_from(PAGES)),
        min_size=1,
        max_size=3,
    )
)
def test_refused_anywhere_while_the_library_changes(plan):
    shelf, spotify = Shelf(), SpotifyLibrary()
    spotify.save(SIZE)
    for number, (day, hole) in enumerate(plan):
        day.begin(spotify)
        with suppress(BannedError):
            shelf.read(Refusing(spotify, hole), day=number, in_flight=IN_FLIGHT)
    spotify.before_request = quiet
    assert shelf.read(spotify, day=90, in_flight=IN_FLIGHT).complete
    assert is_newest_first(shelf.shown())
    assert is_now(shelf.shown(), spotify.entries)


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


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
maybe = st.none() | texts
albums = st.builds(AlbumRecord, maybe, texts, texts, texts, texts)
tracks = st.builds(
    TrackRecord,
    key=texts,
    spotify_id=maybe,
    uri=texts,
    name=texts,
    artists=st.lists(st.builds(ArtistRecord, maybe, texts), max_size=2).map(tuple),
    album=albums,
    duration_ms=st.none() | st.integers(0),
    explicit=st.none() | st.booleans(),
    isrc=texts,
    is_local=st.booleans(),
)
oddities = st.builds(Oddity, st.sampled_from(get_args(OddityCode)), st.sampled_from(get_args(TextField)))
records = st.builds(
    SavedTrackRecord,
    added_at=st.datetimes(timezones=st.just(UTC)),
    track=st.none() | tracks,
    oddities=st.lists(oddities, max_size=2).map(tuple),
    occurrence=st.integers(0, 3),
)
pages = st.builds(ParkedPage, st.integers(0), st.integers(0), st.lists(records, max_size=3).map(tuple))


@given(st.lists(pages, max_size=3).map(tuple))
def test_what_comes_back_is_what_was_stored(some):
    assert parked.parse_pages(json.loads(json.dumps(parked.serialize_pages(some)))) == some
