"""A removal is proven before anything goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from library.missing_saves import accept_held, held_saves, keep_held, kept_saves, release_kept
from library.models import LibraryState, SavedTrack
from providers.spotify.problems import SpotifyDown, SpotifyForbidden
from syncer.problems import LibraryOvertaken
from syncer.signals import removals_held
from tests.support.saves import saves_of
from tests.syncer.library_reads import NOW, active_saves, listed_saves, read
from tests.syncer.spotify_library import Entry, SpotifyLibrary, listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def spotify(ada) -> SpotifyLibrary:
    """Two hundred saved tracks, read once."""
    library = SpotifyLibrary()
    library.save(200)
    read(ada, library)
    return library


def refuse(spotify: SpotifyLibrary, problem: Exception) -> None:
    def contains(spotify_ids):
        spotify.asked += spotify_ids
        raise problem

    spotify.contains = contains


def test_a_removed_track_is_asked_for_by_name_and_goes_in_the_same_run(ada, spotify):
    gone = spotify.entries[120]
    spotify.remove(120)
    report = read(ada, spotify, day=1)
    assert (report.removed, report.unconfirmed, spotify.asked) == (1, 0, [gone.id])
    (save,) = saves_of(ada, gone.id)
    noticed = NOW + timedelta(days=1)
    assert (save.removed_at, save.removal_confirmed_at, save.missing) == (noticed, noticed, "")
    assert read(ada, spotify, day=2).removed == 0
    assert spotify.asked == []


def test_what_spotify_says_is_saved_stays_and_is_asked_for_three_days_and_then_weekly(ada, spotify):
    hidden = spotify.entries[120]
    spotify.remove(120)
    honest, spotify.contains = spotify.contains, lambda ids: (honest(ids), (True,) * len(ids))[1]
    for day, asked in ((1, 1), (2, 1), (4, 1), (5, 0), (6, 0), (8, 1), (9, 0)):
        report = read(ada, spotify, day=day)
        assert (report.removed, report.unconfirmed, spotify.asked) == (0, 1, [hidden.id] * asked), day
    assert len(active_saves(ada)) == 200
    spotify.contains = honest
    assert read(ada, spotify, day=16).removed == 1


@pytest.mark.parametrize("hours", [0.5, 2])
def test_without_a_way_to_ask_a_reading_an_hour_later_must_agree(ada, spotify, hours):
    refuse(spotify, SpotifyForbidden())
    spotify.remove(120)
    report = read(ada, spotify, day=1)
    assert (report.removed, report.unconfirmed, report.complete) == (0, 1, True)
    report = read(ada, spotify, day=1 + hours / 24)
    assert (report.removed, report.unconfirmed) == ((0, 1) if hours < 1 else (1, 0))


def test_a_question_that_fails_delays_the_removal_alone(ada, spotify):
    refuse(spotify, SpotifyDown(when=timezone.now()))
    spotify.remove(120)
    spotify.save(2)
    report = read(ada, spotify, day=1)
    assert (report.added, report.removed, report.unconfirmed) == (2, 0, 1)
    assert isinstance(report.delay, SpotifyDown)
    # It never answers: then a second reading is the proof.
    report = read(ada, spotify, day=1.1)
    assert (report.removed, report.delay) == (1, None)


def test_a_reading_that_does_not_come_to_rest_removes_nothing(ada, spotify):
    spotify.remove(120)
    spotify.before_request = lambda number: spotify.save(1)
    report = read(ada, spotify, day=1)
    assert (report.complete, report.removed, spotify.asked) == (False, 0, [])
    spotify.before_request = lambda number: None
    assert read(ada, spotify, day=2).removed == 1


def test_twenty_go_and_twenty_one_are_held(ada, spotify):
    spotify.remove(*range(100, 120))
    assert read(ada, spotify, day=1).removed == 20
    spotify.remove(*range(100, 121))
    spotify.save(1)
    report = read(ada, spotify, day=2)
    assert (report.added, report.removed, report.held, spotify.asked) == (1, 0, 21, [])
    assert len(active_saves(ada)) == 181, "the rows stay"


@pytest.mark.parametrize(("size", "most"), [(100, 20), (400, 20), (500, 25), (1_000, 50)])
def test_as_many_as_are_believable_go_and_one_more_is_held(ada, size, most):
    spotify = SpotifyLibrary()
    spotify.save(size)
    read(ada, spotify)
    before = list(spotify.entries)
    spotify.remove(*range(30, 30 + most + 1))
    report = read(ada, spotify, day=1)
    assert (report.removed, report.held, spotify.asked) == (0, most + 1, [])
    assert len(active_saves(ada)) == size
    spotify.entries = before
    assert read(ada, spotify, day=2).held == 0
    spotify.remove(*range(30, 30 + most))
    report = read(ada, spotify, day=3)
    assert (report.removed, report.held, len(spotify.asked)) == (most, 0, most)
    assert active_saves(ada) == listed(spotify.entries)


def test_who_is_asked_is_told_so_once(ada, spotify):
    told: list[int] = []

    def hear(sender, *, user, count, **_):
        told.append(count)

    removals_held.connect(hear)
    try:
        spotify.remove(*range(100, 121))
        for day in (1, 2):
            read(ada, spotify, day=day)
    finally:
        removals_held.disconnect(hear)
    assert told == [21]


def test_two_more_daily_looks_decide_on_held_removals(ada, spotify):
    gone = spotify.entries[100:150]
    spotify.remove(*range(100, 150))
    for day, looks in ((1, 0), (1.5, 0), (2, 1), (2.1, 1)):
        assert (read(ada, spotify, day=day).held, LibraryState.objects.get().held_looks) == (50, looks)
    report = read(ada, spotify, day=3)
    assert (report.removed, report.held) == (50, 0)
    assert sorted(spotify.asked) == sorted(entry.id for entry in gone)
    assert set(SavedTrack.objects.exclude(removed_at=None).values_list("removed_at", flat=True)) == {
        NOW + timedelta(days=1)
    }
    assert LibraryState.objects.get().held_since is None


def test_a_look_that_says_something_else_starts_the_count_anew(ada, spotify):
    before = list(spotify.entries)
    spotify.remove(*range(100, 150))
    read(ada, spotify, day=1)
    read(ada, spotify, day=2)
    spotify.put(before[110])
    assert (read(ada, spotify, day=3).held, LibraryState.objects.get().held_looks) == (49, 0)
    assert [read(ada, spotify, day=day).removed for day in (4, 5)] == [0, 49]


@pytest.mark.slow
def test_a_library_that_comes_back_has_lost_nothing(ada, spotify):
    before, rows = list(spotify.entries), dict(SavedTrack.objects.values_list("pk", "added_at"))
    spotify.remove(*range(200))
    assert read(ada, spotify, day=1).held == 200
    spotify.put(*before)
    report = read(ada, spotify, day=2)
    assert (report.added, report.removed, report.held, report.stored) == (0, 0, 0, 200)
    assert dict(SavedTrack.objects.values_list("pk", "added_at")) == rows
    assert active_saves(ada) == listed_saves(ada) == listed(spotify.entries)


def test_one_more_removal_beside_held_ones_goes(ada, spotify):
    spotify.remove(*range(100, 150))
    read(ada, spotify, day=1)
    spotify.remove(10)
    report = read(ada, spotify, day=1.2)
    assert (report.removed, report.held) == (1, 50)


def test_the_person_lets_them_go(ada, spotify):
    spotify.remove(*range(100, 150))
    read(ada, spotify, day=1)
    assert accept_held(ada) == 50
    assert read(ada, spotify, day=1.1).removed == 50


def test_the_person_keeps_them_and_changes_their_mind(ada, spotify):
    before = list(spotify.entries)
    spotify.remove(*range(100, 150))
    read(ada, spotify, day=1)
    assert keep_held(ada) == 50
    for day in (2, 3, 4, 9):
        report = read(ada, spotify, day=day)
        assert (report.removed, report.held, report.kept) == (0, 0, 50)
    spotify.put(before[110])
    assert read(ada, spotify, day=10).kept == 49
    assert held_saves(ada).count() == 0
    release_kept(ada)
    assert read(ada, spotify, day=11).removed == 49
    assert kept_saves(ada).count() == 0


@pytest.mark.slow
def test_who_moved_to_another_country_keeps_each_save(ada, spotify):
    """All ids are new, and no ISRC is given."""
    before = list(spotify.entries)
    rows = dict(SavedTrack.objects.values_list("added_at", "pk"))
    spotify.entries = [
        replace(entry, id=f"moved{place:017d}", isrc="", name=f"Song {entry.isrc}")
        for place, entry in enumerate(before)
    ]
    for entry, former in zip(spotify.entries, before, strict=True):
        entry.__dict__["as_json"] = former.as_json | {
            "track": former.as_json["track"] | {"id": entry.id, "uri": f"spotify:track:{entry.id}"}
        }
        entry.as_json["track"]["external_ids"] = {}
        entry.as_json["track"]["duration_ms"] += 1_900
    report = read(ada, spotify, day=7)
    assert (report.relinked, report.added, report.removed, report.held) == (200, 0, 0, 0)
    assert dict(SavedTrack.objects.values_list("added_at", "pk")) == rows
    assert SavedTrack.objects.get(added_at=before[3].added_at).former_keys == [before[3].id]
    assert read(ada, spotify, day=8).relinked == 0
    assert spotify.requests == [0]


def test_another_song_of_the_same_second_is_another_save(ada, spotify):
    old = spotify.entries[120]
    spotify.entries[120] = Entry("other00000000000000000", "", old.added_at, name="Another song")
    report = read(ada, spotify, day=7)
    assert (report.relinked, report.added, report.removed) == (0, 1, 1)


def test_a_low_track_saved_again_while_a_read_is_interrupted_has_two_intervals(ada, spotify):
    """The read has passed the top when the track moves there, and goes on six hours later."""
    spotify.save(100)
    read(ada, spotify, day=1)
    low = spotify.entries[280]

    def ban(number: int) -> None:
        if number == 2:
            raise LibraryOvertaken(when=timezone.now())

    spotify.before_request = ban
    with pytest.raises(LibraryOvertaken):
        read(ada, spotify, day=8)
    spotify.before_request = lambda number: None
    spotify.turn_clock_to(NOW + timedelta(days=8))
    spotify.save_again(280)
    report = read(ada, spotify, day=8.25)
    assert (report.added, report.removed, report.resaved) == (0, 0, 1)
    first, second = saves_of(ada, low.id)
    assert (first.removed_at, second.removed_at) == (second.added_at, None)
