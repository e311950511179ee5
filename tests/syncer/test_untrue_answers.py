"""Spotify answers 200 with another order, another moment, another total: what is read each day, and at what cost."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from library.models import SavedTrack
from providers.spotify.records import Page
from tests.support.saves import saves_of
from tests.syncer.library_comparisons import by_second
from tests.syncer.library_reads import active_saves, listed_saves, read
from tests.syncer.spotify_library import Entry, SpotifyLibrary, listed

pytestmark = pytest.mark.django_db


def page_of(entries: list[Entry], offset: int, total: int | None = None) -> Page:
    items = tuple(entry.as_json for entry in entries[offset : offset + 50])
    return Page(offset, len(entries) if total is None else total, items)


def library(*counts: int, newer: int = 44) -> SpotifyLibrary:
    """`newer` tracks, above as many as `counts` in one second each, above sixty."""
    spotify = SpotifyLibrary()
    spotify.save(60)
    for count in counts:
        spotify.save(count, same_second=True)
    spotify.save(newer)
    return spotify


def shuffle_seconds(spotify: SpotifyLibrary, seed: int) -> None:
    chance = Random(seed)
    spotify.entries = sorted(spotify.entries, key=lambda one: (one.added_at, chance.random()), reverse=True)


@pytest.mark.parametrize("newer", [0, 20, 44])
@pytest.mark.parametrize("count", [12, 50, 80, 100])
def test_the_saves_of_one_second_are_listed_in_another_order_each_day(ada, count, newer):
    spotify = library(count, newer=newer)
    read(ada, spotify)
    for day in range(1, 7):
        shuffle_seconds(spotify, day)
        report = read(ada, spotify, day=day)
        assert (report.added, report.removed, report.unconfirmed) == (0, 0, 0)
        assert by_second(active_saves(ada)) == by_second(listed(spotify.entries))
        assert len(spotify.requests) <= 3
        assert spotify.asked == []


def test_an_album_across_the_edge_of_a_page_in_two_orders(ada):
    """Two servers: every second answer lists the second of the album the other way round."""
    spotify = library(12)
    there, other_order = spotify.fetch, replace(spotify)
    edge = spotify.entries[44:56]
    other_order.entries = [*spotify.entries[:44], *edge[::-1], *spotify.entries[56:]]
    answers = 0

    def fetch(offset: int, limit: int) -> Page:
        nonlocal answers
        answers += 1
        there(offset, limit)
        return page_of((other_order if answers % 2 else spotify).entries, offset)

    spotify.fetch = fetch
    for day in range(3):
        report = read(ada, spotify, day=day)
        assert (report.stored, len({key for key, _ in active_saves(ada)})) == (116, 116)
        assert len(spotify.requests) <= 12
    assert SavedTrack.objects.filter(ordinal__gt=0).count() == 0


@pytest.mark.slow
def test_total_and_selection_differ_with_every_answer(ada):
    spotify = SpotifyLibrary()
    spotify.save(800)
    read(ada, spotify)
    there = spotify.fetch
    answers_that_all_differ(spotify, 0.05)
    for day in range(1, 6):
        report = read(ada, spotify, day=day)
        assert len(spotify.requests) <= 2 * 16 + 8
        assert report.removed == 0
        # After a second one that finds no rest, a day's further syncs search no more.
        read(ada, spotify, day=day)
        assert len(spotify.requests) <= 24
        read(ada, spotify, day=day)
        # up to five looks at the most recent pages, and at nothing else
        assert len(spotify.requests) <= 12
        assert max(spotify.requests) <= 50
        assert len(active_saves(ada)) == 800
    spotify.fetch = there
    for day in (6, 7, 8):
        read(ada, spotify, day=day)
    assert by_second(listed_saves(ada)) == by_second(active_saves(ada)) == by_second(listed(spotify.entries))


def answers_that_all_differ(spotify: SpotifyLibrary, share: float) -> None:
    """Each answer leaves out other tracks, and counts as many less: https://github.com/spotify/web-api/issues/1327"""
    chance, there = Random(3), spotify.fetch

    def fetch(offset: int, limit: int) -> Page:
        there(offset, limit)
        return page_of([entry for entry in spotify.entries if chance.random() > share], offset)

    spotify.fetch = fetch


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.05, 0.002])
@pytest.mark.parametrize("pages", [16, 40])
def test_a_weekly_read_of_answers_that_all_differ_is_braked_as_well(ada, pages, share):
    spotify = SpotifyLibrary()
    spotify.save(50 * pages)
    read(ada, spotify)
    answers_that_all_differ(spotify, share)
    for day in (7, 8, 9):
        costs = []
        for _ in range(3):
            assert read(ada, spotify, day=day).removed == 0
            costs.append(len(spotify.requests))
        # One read of all pages; what else is asked are the most recent ones.
        assert sum(costs) <= pages + 60
    assert len(active_saves(ada)) == 50 * pages


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.05, 0.002])
@pytest.mark.parametrize("pages", [16, 40])
def test_a_first_import_of_answers_that_all_differ_is_braked_as_well(ada, pages, share):
    spotify = SpotifyLibrary()
    spotify.save(50 * pages)
    there = spotify.fetch
    answers_that_all_differ(spotify, share)
    for day in range(5):
        costs = []
        for _ in range(3):
            read(ada, spotify, day=day)
            costs.append(len(spotify.requests))
        assert sum(costs) <= pages + 40
    spotify.fetch = there
    for day in (5, 6, 7):
        read(ada, spotify, day=day)
    assert by_second(listed_saves(ada)) == by_second(active_saves(ada)) == by_second(listed(spotify.entries))


def answer_every_second_time_with(spotify: SpotifyLibrary, entries: list[Entry]) -> None:
    there, answers = spotify.fetch, 0

    def fetch(offset: int, limit: int) -> Page:
        nonlocal answers
        answers += 1
        page = there(offset, limit)
        return page if answers % 2 else page_of(entries, offset)

    spotify.fetch = fetch


@pytest.mark.parametrize("removed", [[250, 300], [3], [3, 250]])
def test_every_second_answer_is_of_yesterday(ada, removed):
    spotify = SpotifyLibrary()
    spotify.save(400)
    read(ada, spotify)
    there = spotify.fetch
    answer_every_second_time_with(spotify, list(spotify.entries))
    spotify.remove(*removed)
    for day in (1, 2):
        read(ada, spotify, day=day)
        assert len(spotify.requests) <= 10
        assert len(active_saves(ada)) >= 400 - len(removed)
    spotify.fetch = there
    read(ada, spotify, day=3)
    assert len(spotify.requests) <= 10
    assert active_saves(ada) == listed(spotify.entries)


@pytest.mark.parametrize("removed", [[250, 300], [3], [3, 250]])
def test_every_second_answer_is_of_yesterday_on_the_day_of_the_weekly_read(ada, removed):
    spotify = SpotifyLibrary()
    spotify.save(400)
    read(ada, spotify)
    there = spotify.fetch
    answer_every_second_time_with(spotify, list(spotify.entries))
    spotify.remove(*removed)
    for day in (7, 8, 9):
        costs = []
        for _ in range(3):
            read(ada, spotify, day=day)
            costs.append(len(spotify.requests))
        # Eight pages, and what shows that the two copies differ.
        assert sum(costs) <= 30
        assert len(active_saves(ada)) >= 400 - len(removed)
    spotify.fetch = there
    read(ada, spotify, day=10)
    assert active_saves(ada) == listed(spotify.entries)


def test_a_low_track_of_a_large_second_is_saved_again_before_the_second_page(ada):
    spotify = library(120, newer=0)
    low = spotify.entries[100]

    def save_again(number: int) -> None:
        if number == 1:
            # It moves to the top of its own second: the list shifts by one below it.
            spotify.entries.remove(low)
            spotify.entries.insert(0, low)

    spotify.before_request = save_again
    read(ada, spotify)
    spotify.before_request = lambda number: None
    read(ada, spotify, day=1)
    assert len(active_saves(ada)) == len({key for key, _ in active_saves(ada)}) == 180
    assert saves_of(ada, low.id).count() == 1


@pytest.mark.slow
def test_a_track_on_both_sides_of_an_edge_is_one_save(ada):
    """The list moved down between the two requests, and the total is one too high: no proof of a second copy."""
    spotify = library(120, newer=0)
    there = spotify.fetch

    def fetch(offset: int, limit: int) -> Page:
        page = there(offset, limit)
        items = page.items if offset == 0 else (spotify.entries[offset - 1].as_json, *page.items[:-1])
        return Page(offset, page.total + 1, items)

    spotify.fetch = fetch
    read(ada, spotify)
    keys = [key for key, _ in active_saves(ada)]
    assert len(keys) == len(set(keys))
    assert SavedTrack.objects.filter(ordinal__gt=0).count() == 0


@pytest.mark.parametrize("apart", [1, 49, 60, 120])
def test_two_equal_local_files_of_one_second_are_two_saves_however_far_apart(ada, apart):
    spotify = library(150, newer=10)
    second = spotify.entries[20].added_at
    file = Entry("spotify:local:Ada:Demos:First+take:61", "", second, local=True)
    spotify.entries.insert(15, file)
    spotify.entries.insert(15 + apart, file)
    report = read(ada, spotify)
    assert (report.complete, report.stored) == (True, 222)
    for day in (1, 2):
        report = read(ada, spotify, day=day)
        assert (report.complete, report.added, report.removed, spotify.requests) == (True, 0, 0, [0])


@pytest.mark.parametrize("more", [1, 60, 150])
@pytest.mark.parametrize("count", [100, 320])
def test_a_total_above_what_is_listed_is_learned(ada, count, more):
    """What Spotify counts and does not list comes as empty pages behind the end."""
    spotify = SpotifyLibrary(hidden_total=more)
    spotify.save(count)
    pages = -(-count // 50)
    report = read(ada, spotify)
    assert (report.complete, report.stored) == (True, count)
    assert len(spotify.requests) <= pages + 10
    for day in (1, 2, 6):
        assert read(ada, spotify, day=day).complete
        assert spotify.requests == [0]
    spotify.save(2)
    report = read(ada, spotify, day=6.5)
    assert (report.added, report.complete, len(spotify.requests)) == (2, True, 1)


def test_a_total_that_grows_above_what_is_listed_is_learned_too(ada):
    spotify = SpotifyLibrary()
    spotify.save(320)
    read(ada, spotify)
    spotify.hidden_total = 60
    costs = []
    for day in (1, 2, 3, 4):
        read(ada, spotify, day=day)
        costs.append(len(spotify.requests))
    assert costs[0] <= 30
    assert costs[1:] == [1, 1, 1]
    assert by_second(active_saves(ada)) == by_second(listed(spotify.entries))
