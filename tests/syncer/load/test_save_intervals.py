"""What becomes of re-saves, re-linked ids, nulls and the rest, down in the database."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from library.models import Artist, SavedTrack, Track
from tests.support.saves import saves_of, saves_on, saves_without_track
from tests.syncer.library_comparisons import by_second, is_now
from tests.syncer.library_edits import counts, examples, plans
from tests.syncer.library_reads import NOW, active_saves, listed_saves, make_reader, read
from tests.syncer.spotify_library import Entry, SpotifyLibrary, listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def spotify(ada) -> SpotifyLibrary:
    """Sixty saved tracks, read once."""
    library = SpotifyLibrary()
    library.save(60)
    read(ada, library)
    return library


def placeholders(user):
    """The added dates of the saves that are listed without a track."""
    return [added_at for key, added_at in listed_saves(user) if key is None]


def test_a_first_import_compares_no_arrival_with_saves_that_ended(ada, django_assert_max_num_queries):
    library = SpotifyLibrary()
    library.save(60)
    with django_assert_max_num_queries(100) as asked:
        read(ada, library)
    of_former = [one["sql"] for one in asked.captured_queries if "removed_at" in one["sql"]]
    assert not [sql for sql in of_former if '"added_at" IN' in sql]


def test_a_removed_track_ends_when_the_run_noticed(ada, spotify):
    gone = spotify.entries[30]
    spotify.remove(30)
    report = read(ada, spotify, day=1)
    (stay,) = saves_of(ada, gone.id)
    assert (report.removed, stay.added_at, stay.removed_at) == (1, gone.added_at, NOW + timedelta(days=1))


def test_a_track_saved_again_has_two_intervals(ada, spotify):
    old = spotify.entries[55]
    spotify.save_again(55)
    report = read(ada, spotify, day=1)
    first, second = saves_of(ada, old.id)
    assert (report.added, report.removed, report.resaved, report.stored) == (0, 0, 1, 60)
    assert (first.added_at, first.removed_at) == (old.added_at, spotify.entries[0].added_at)
    assert (second.added_at, second.removed_at) == (spotify.entries[0].added_at, None)
    assert spotify.requests == [0]


def test_removed_and_later_saved_again_leaves_a_gap(ada, spotify):
    entry = spotify.entries[5]
    spotify.remove(5)
    read(ada, spotify, day=1)
    spotify.put(type(entry)(entry.id, entry.isrc, NOW + timedelta(days=2)))
    read(ada, spotify, day=3)
    stays = [(stay.added_at, stay.removed_at) for stay in saves_of(ada, entry.id)]
    assert stays == [(entry.added_at, NOW + timedelta(days=1)), (NOW + timedelta(days=2), None)]


def test_a_save_that_comes_back_with_its_old_date_was_never_gone(ada, spotify):
    entry = spotify.entries[20]
    spotify.remove(20)
    read(ada, spotify, day=1)
    spotify.put(entry)
    read(ada, spotify, day=2)
    (stay,) = saves_of(ada, entry.id)
    assert (stay.added_at, stay.removed_at) == (entry.added_at, None)
    assert active_saves(ada) == listed(spotify.entries)


def test_a_relinked_track_is_the_same_save(ada, spotify):
    old = spotify.entries[7]
    spotify.relink(7)
    report = read(ada, spotify, day=1)
    assert (report.relinked, report.added, report.removed) == (1, 0, 0)
    save = SavedTrack.objects.get(user=ada, track__key=spotify.entries[7].id)
    assert (save.added_at, save.former_keys) == (old.added_at, [old.id])
    assert active_saves(ada) == listed(spotify.entries)
    assert Track.objects.filter(key=old.id).exists(), "another person may have saved this recording"


def test_a_track_relinked_back_is_still_the_same_save(ada, spotify):
    old = spotify.entries[7]
    spotify.relink(7)
    read(ada, spotify, day=1)
    between = spotify.entries[7]
    spotify.entries[7] = old
    assert read(ada, spotify, day=2).relinked == 1
    save = SavedTrack.objects.get(user=ada, track__key=old.id)
    assert save.former_keys == [between.id]


def test_two_saves_of_one_recording_are_both_kept(ada):
    spotify = SpotifyLibrary()
    spotify.save(3, same_second=True)
    one = spotify.entries[0]
    spotify.put(type(one)("twin", one.isrc, one.added_at))
    read(ada, spotify)
    read(ada, spotify, day=1, force_full=True)
    assert is_now(active_saves(ada), spotify.entries)
    assert SavedTrack.objects.filter(user=ada).count() == 4


def test_one_local_file_twice_in_a_second_is_two_saves(ada, spotify):
    twin = Entry("spotify:local:Ada:Demos:First+take:61", "", NOW - timedelta(days=9), local=True)
    spotify.put(twin, twin)
    report = read(ada, spotify, day=1, force_full=True)
    assert (report.stored, report.added, report.complete) == (62, 2, True)
    assert read(ada, spotify, day=2, force_full=True).removed == 0
    spotify.remove(spotify.entries.index(twin))
    report = read(ada, spotify, day=3)
    assert (report.removed, report.unconfirmed, listed_saves(ada)) == (0, 1, listed(spotify.entries))
    report = read(ada, spotify, day=4)
    assert (report.removed, active_saves(ada)) == (1, listed(spotify.entries))


def test_a_local_file_that_is_added_again_is_a_second_save(ada, spotify):
    """Spotify holds a track once, but local files as often as they are added."""
    file = Entry("spotify:local:Ada:Demos:First+take:61", "", NOW - timedelta(days=9), local=True)
    spotify.put(file)
    read(ada, spotify, day=1, force_full=True)
    spotify.put(replace(file, added_at=NOW))
    report = read(ada, spotify, day=2)
    assert (report.added, report.resaved, report.removed, spotify.requests) == (1, 0, 0, [0])
    assert active_saves(ada) == listed(spotify.entries)


@pytest.mark.parametrize("place", [49, 50, 99])
def test_twins_on_both_sides_of_a_pages_edge_end_as_two_saves(ada, place):
    spotify = SpotifyLibrary()
    spotify.save(150)
    spotify.entries[place] = Entry(
        "spotify:local:Ada:Demos:First+take:61", "", spotify.entries[place].added_at, local=True
    )
    spotify.put(spotify.entries[place])
    for day, force_full in enumerate([False, False, True, False]):
        assert read(ada, spotify, day=day, force_full=force_full).complete
        assert active_saves(ada) == listed(spotify.entries)
    assert spotify.requests == [0]


def test_a_new_null_is_stored_as_a_placeholder(ada, spotify):
    new, other = spotify.save(2, same_second=True)
    spotify.toggle_null(0)
    spotify.toggle_null(1)
    report = read(ada, spotify, day=1)
    assert (report.added, report.stored, placeholders(ada)) == (2, 62, [new.added_at, other.added_at])
    assert read(ada, spotify, day=2).pages == 1
    assert [save.track for save in saves_without_track(ada)] == [None, None]


def test_a_null_that_becomes_a_track_again_keeps_its_interval(ada, spotify):
    (new,) = spotify.save()
    spotify.toggle_null(0)
    read(ada, spotify, day=1)
    spotify.toggle_null(0)
    report = read(ada, spotify, day=2)
    (stay,) = saves_of(ada, new.id)
    assert (report.added, report.removed, placeholders(ada)) == (0, 0, [])
    assert (stay.added_at, stay.former_keys) == (new.added_at, [])


def test_a_stored_track_answered_as_null_keeps_its_track(ada, spotify):
    before = active_saves(ada)
    spotify.toggle_null(3)
    report = read(ada, spotify, day=1)
    assert (active_saves(ada), report.removed, placeholders(ada)) == (before, 0, [])


def test_a_changed_track_is_stored_and_counted(ada, spotify):
    spotify.describe(2, name="Song (Remastered)")
    report = read(ada, spotify, day=1)
    assert (report.changed, report.added, report.pages) == (1, 0, 1)
    assert Track.objects.get(key=spotify.entries[2].id).name == "Song (Remastered)"
    assert read(ada, spotify, day=2).changed == 0


def test_a_total_that_counts_more_than_there_is_is_expected_from_then_on(ada):
    spotify = SpotifyLibrary(hidden_total=2)
    spotify.save(120)
    report = read(ada, spotify)
    assert (report.spotify_total, report.stored, report.complete) == (122, 120, True)
    spotify.save(1)
    report = read(ada, spotify, day=1)
    assert (report.spotify_total, report.stored, report.complete, report.pages) == (123, 121, True, 1)


def test_an_unexplained_total_costs_one_full_read_a_day(ada, spotify):
    spotify.save(100)
    read(ada, spotify, day=1)
    spotify.hidden_total = 1
    assert read(ada, spotify, day=2).kind == "full"
    spotify.hidden_total = 2
    report = read(ada, spotify, day=2)
    assert (report.kind, report.complete) == ("differences", False)
    assert read(ada, spotify, day=3).complete
    assert read(ada, spotify, day=4).pages == 1


def test_all_pages_are_read_every_seven_days(ada, spotify):
    kinds = [read(ada, spotify, day=day).kind for day in (1, 6, 7, 8, 14)]
    assert kinds == ["recent", "recent", "full", "recent", "full"]


def test_old_removed_saves_are_deleted_after_a_full_read(ada, spotify, settings):
    settings.RETENTION = timedelta(days=30)
    gone = spotify.entries[3]
    spotify.remove(3)
    read(ada, spotify, day=1)
    read(ada, spotify, day=20, force_full=True)
    assert saves_of(ada, gone.id).exists()
    read(ada, spotify, day=40, force_full=True)
    assert not saves_of(ada, gone.id).exists()


def test_a_full_gap_renumbers_the_positions(ada, spotify):
    for day in range(1, 14):
        spotify.save(1, at=spotify.entries[30].added_at)
        assert read(ada, spotify, day=day, force_full=True).complete
    dates = [added_at for _, added_at in active_saves(ada)]
    assert dates == sorted(dates, reverse=True)
    assert is_now(active_saves(ada), spotify.entries)
    assert SavedTrack.objects.filter(user=ada).values("position").distinct().count() == 73


def test_people_share_the_catalogue_but_no_saves(ada, django_user_model, spotify):
    ben = django_user_model.objects.create(username="ben")
    his = spotify.copy()
    his.remove(0)
    read(ben, his)
    assert (Track.objects.count(), len(active_saves(ada)), len(active_saves(ben))) == (60, 60, 59)
    assert Artist.objects.count() <= 7


def test_the_artists_of_a_track_are_stored_in_order(ada):
    spotify = SpotifyLibrary()
    spotify.save(1)
    item = deepcopy(spotify.entries[0].as_json)
    names = ["Zoë", "Ada & the Machines", ""]

    def fetch(offset, limit):
        item["track"]["artists"] = [{"id": name or None, "name": name} for name in names]
        page = SpotifyLibrary.fetch(spotify, offset, limit)
        return type(page)(page.offset, page.total, (item,))

    spotify.fetch = fetch
    read(ada, spotify)
    track = Track.objects.get()
    assert track.artist_line == "Zoë, Ada & the Machines"
    names[:] = ["Ada & the Machines"]
    assert read(ada, spotify, day=1).changed == 1
    track.refresh_from_db()
    assert [credit.artist.name for credit in track.credits.all()] == names == [track.artist_line]


@pytest.mark.slow
def test_many_changes_are_stored_in_parts_and_in_their_order(ada, spotify, settings):
    spotify.save(1130)
    report = read(ada, spotify, day=1)
    assert (report.added, report.kind, active_saves(ada)) == (1130, "recent", listed(spotify.entries))
    spotify.remove(*range(20, 1100))
    report = read(ada, spotify, day=2)
    assert (report.removed, report.held, listed_saves(ada)) == (0, 1080, listed(spotify.entries))
    assert len(active_saves(ada)) == 1190


@pytest.mark.slow
@examples(25)
@given(counts, plans)
def test_intervals_give_the_library_of_any_past_date(count, plan):
    user, spotify, after = make_reader(), SpotifyLibrary(), []
    spotify.save(count)
    for number, day in enumerate(plan):
        spotify.turn_clock_to(NOW + timedelta(days=number, hours=-12))
        for edit in day.edits:
            edit.apply(spotify)
        assert read(user, spotify, day=number).complete
        after.append(by_second(listed_saves(user)))
    # A removal is dated to the reading that noticed it, however much later it is confirmed.
    for number in range(len(plan), len(plan) + 4):
        assert read(user, spotify, day=number).complete
    assert by_second(active_saves(user)) == by_second(listed(spotify.entries))
    for number, shown in enumerate(after):
        moment = NOW + timedelta(days=number)
        on = saves_on(user, moment).values_list("track__key", "added_at")
        assert by_second(on) == shown
    assert_stays_do_not_overlap(user)


def assert_stays_do_not_overlap(user) -> None:
    ended: dict[str, object] = {}
    for key, added_at, removed_at in (
        SavedTrack.objects.filter(user=user)
        .order_by("added_at")
        .values_list("track__key", "added_at", "removed_at")
    ):
        assert key not in ended or (ended[key] is not None and ended[key] <= added_at)
        ended[key] = removed_at
