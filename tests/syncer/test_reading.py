"""After a run the database is what the library was at one moment of it, whatever happens between two requests."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

import pytest
from hypothesis import example, given

from providers.spotify.records import Page
from tests.support.waiting import wait_for
from tests.syncer.library_comparisons import had_its_dates_once, is_newest_first, is_now, was_once
from tests.syncer.library_edits import (
    Day,
    Edit,
    counts,
    disguised_plans,
    examples,
    old_date_plans,
    plans,
    refused_plans,
    wild_plans,
)
from tests.syncer.memory_library import MemoryLibrary
from tests.syncer.spotify_library import BannedError, SpotifyLibrary, listed, quiet

QUIET = Day([], [])
# A second of more saves than a page shows: nothing but a read of all pages finds what is lacking, and then one more goes.
CHANGED_AFTER_ALL_PAGES = [
    Day([Edit("save", 0.0, 2)], []),
    Day(
        [Edit("save", 0.0, 2), Edit("save at once", 0.0, 51), Edit("save", 0.0, 1)],
        [(0, Edit("remove", 0.0, 1)), (0, Edit("save at once", 0.0, 2)), (0, Edit("save", 0.0, 1))],
    ),
    Day([Edit("remove", 0.0, 2)], [(8, Edit("remove", 0.5, 1))]),
]


def library(count: int) -> SpotifyLibrary:
    spotify = SpotifyLibrary()
    spotify.save(count)
    return spotify


def live_through(plan, spotify, stored, holds, in_flight=1) -> None:
    for number, day in enumerate([*plan, QUIET]):
        day.begin(spotify)
        report = stored.read(spotify, day=number, in_flight=in_flight)
        # What changes after the one read of all pages that a day has may wait for the next day.
        assert report.complete or day.during
        if report.complete:
            assert is_newest_first(stored.shown())
            assert holds(stored.shown(), spotify)


@pytest.mark.slow
@examples(120)
@given(counts, plans)
@example(
    132, [Day([Edit("save", 0.0, 3)], [(2, Edit("save again", 0.75, 1)), (2, Edit("save again", 0.75, 1))])]
)
def test_saves_and_removals_between_any_two_requests(count, plan):
    live_through(plan, library(count), MemoryLibrary(), was_once)


@pytest.mark.slow
@examples(150)
@given(counts, refused_plans)
@example(29, CHANGED_AFTER_ALL_PAGES)
@example(
    200, [Day([], []), Day([Edit("save", 0.0, 59), Edit("remove a stretch", 0.97, 9)], [], 1), Day([], [])]
)
def test_saves_and_removals_between_the_requests_of_refused_runs(count, plan):
    """What a refused run has stored makes none of the next ones believe that it is complete."""
    spotify, stored = library(count), MemoryLibrary()
    for number, day in enumerate([*plan, QUIET]):
        day.begin(spotify)
        with suppress(BannedError):
            report = stored.read(spotify, day=number)
            assert report.complete or day.during
            if report.complete:
                assert is_newest_first(stored.shown())
                assert was_once(stored.shown(), spotify)


@pytest.mark.slow
@examples(60)
@given(counts, refused_plans)
def test_several_pages_in_flight_give_the_same_library_when_nothing_changes(count, plan):
    spotify, stored = library(count), MemoryLibrary()
    for number, day in enumerate(plan):
        replace(day, during=[]).begin(spotify)
        with suppress(BannedError):
            assert stored.read(spotify, day=number, in_flight=4).complete
            assert is_now(stored.shown(), spotify.entries)


@pytest.mark.slow
@examples(80)
@given(counts, old_date_plans)
def test_saves_with_an_old_date_at_any_request(count, plan):
    live_through(plan, library(count), MemoryLibrary(), was_once)


@pytest.mark.slow
@examples(80)
@given(counts, disguised_plans)
def test_relinked_and_null_tracks_are_the_saves_they_were(count, plan):
    live_through(plan, library(count), MemoryLibrary(), had_its_dates_once)


@pytest.mark.slow
@examples(80)
@given(counts, wild_plans)
def test_a_full_read_heals_everything(count, plan):
    spotify, stored = library(count), MemoryLibrary()
    live_through_anything(plan, spotify, stored)
    spotify.before_request = quiet
    assert stored.read(spotify, day=98, force_full=True).complete
    assert is_newest_first(stored.shown())
    assert is_now(stored.shown(), spotify.entries)
    assert stored.read(spotify, day=99).kind == "recent"
    assert spotify.requests == [0]


def live_through_anything(plan, spotify, stored) -> None:
    for number, day in enumerate(plan):
        day.begin(spotify)
        stored.read(spotify, day=number)


@pytest.mark.slow
@examples(80)
@given(counts, plans)
def test_several_pages_in_flight_give_the_same_library(count, plan):
    live_through(plan, library(count), MemoryLibrary(), was_once, in_flight=4)


@dataclass
class LateAnswer(SpotifyLibrary):
    """The page at `late` is answered after those asked for behind it, and after `edit`."""

    late: int = 0
    edit: Callable[[], None] = lambda: None

    def fetch(self, offset: int, limit: int) -> Page:
        if offset == self.late:
            self.late = -1
            wait_for(lambda: {offset + 50, offset + 100, offset + 150} <= set(self.answered))
            self.edit()
        return super().fetch(offset, limit)


@pytest.mark.parametrize("removed", [160, 210, 299, 349, 480])
@pytest.mark.parametrize("late", [50, 150, 300])
def test_a_save_and_a_removal_between_answers_that_overtake_each_other(late, removed):
    """The page that comes late has moved down, those behind it have not: their first save would be missing."""
    spotify, stored = LateAnswer(late=late), MemoryLibrary()
    spotify.save(500)

    def swap() -> None:
        spotify.remove(removed, quietly=True)
        spotify.save(1)

    spotify.edit = swap
    assert stored.read(spotify, in_flight=4).complete
    assert is_now(stored.shown(), spotify.entries)
    assert is_newest_first(stored.shown())


def test_a_null_that_moves_down_with_its_page_keeps_its_place():
    spotify, stored = library(250), MemoryLibrary()
    spotify.toggle_null(149)
    spotify.before_request = lambda number: spotify.save(3, same_second=True) if number == 3 else None
    assert stored.read(spotify).complete
    assert stored.shown() == listed(spotify.entries)


def test_a_null_is_not_taken_for_a_save_of_its_second_that_was_saved_again():
    spotify, stored = SpotifyLibrary(), MemoryLibrary()
    spotify.save(2, same_second=True)
    stored.read(spotify)
    kept = spotify.entries[1].id
    spotify.save_again(0)
    spotify.toggle_null([entry.id for entry in spotify.entries].index(kept))
    report = stored.read(spotify, day=1)
    assert (report.complete, report.resaved + report.removed) == (True, 1)
    assert kept in [key for key, _ in stored.shown()]


def test_a_null_and_a_save_of_its_second_on_different_pages_are_two_saves():
    spotify, stored = SpotifyLibrary(), MemoryLibrary()
    spotify.save(74, same_second=True)
    stored.read(spotify)
    kept = spotify.entries[48].id
    spotify.save_again(52)
    spotify.save(1)
    spotify.toggle_null([entry.id for entry in spotify.entries].index(kept))
    assert stored.read(spotify, day=1, force_full=True).complete
    assert kept in [key for key, _ in stored.shown()]
    assert len(stored.saves) == len(spotify.entries)


def test_a_save_between_the_pages_of_a_long_head_hides_no_removal():
    spotify, stored = library(200), MemoryLibrary()
    stored.read(spotify)
    spotify.remove(150)
    spotify.save(60)

    def edit(number: int) -> None:
        if number == 1:
            spotify.remove(55, quietly=True)
            spotify.save(1)

    spotify.before_request = edit
    assert stored.read(spotify, day=1).complete
    assert is_now(stored.shown(), spotify.entries)


def test_a_removal_with_an_old_save_shows_at_the_next_read_of_all_pages():
    spotify, stored = library(300), MemoryLibrary()
    stored.read(spotify)
    spotify.remove(200)
    spotify.save(1, at=spotify.entries[100].added_at)
    assert stored.read(spotify, day=1).complete
    assert not is_now(stored.shown(), spotify.entries)
    stored.read(spotify, day=7, force_full=True)
    assert is_now(stored.shown(), spotify.entries)


@pytest.mark.parametrize("count", [0, 1, 49, 50, 51, 99, 100, 101])
def test_libraries_that_end_at_the_edge_of_a_page(count):
    spotify, stored = library(count), MemoryLibrary()
    assert stored.read(spotify).complete
    assert is_now(stored.shown(), spotify.entries)
    spotify.remove(count - 1)
    assert stored.read(spotify, day=1).complete
    assert is_now(stored.shown(), spotify.entries)


def test_a_library_that_never_rests_is_read_on_the_next_time():
    spotify, stored = library(300), MemoryLibrary()
    spotify.before_request = lambda number: spotify.save(60) if number < 200 else None
    report = stored.read(spotify)
    assert (report.complete, len(spotify.requests) < 200) == (False, True)
    spotify.before_request = quiet
    assert stored.read(spotify, day=1).complete
    assert is_now(stored.shown(), spotify.entries)
