"""Saving, removing, relinking and generating tracks in a library."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.spotify.ids import is_id, stable_id

LONG_AGO = datetime(2020, 1, 1, 12, 0, 0, 999, tzinfo=UTC)


@pytest.fixture
def spotify(world):
    return world.spotify


def keys(spotify, person="ada"):
    return [item.key for item in spotify.library(person)]


def test_saving_a_number_takes_tracks_that_are_not_saved_yet(world, spotify):
    before = keys(spotify)
    new = spotify.save("ada", 3)
    assert keys(spotify) == new + before
    assert not set(new) & set(before)
    newest = spotify.library("ada")[0].added_at
    assert newest.microsecond == 0
    assert timedelta(0) <= world.now() - newest < timedelta(seconds=60)


def test_new_tracks_to_save_never_run_out(spotify):
    new = spotify.save("ben", 200)
    assert len(set(new)) == 200
    assert len(spotify.library("ben")) == 1600


def test_a_backdated_save_is_sorted_by_its_time(spotify):
    spotify.save("ada", 1, LONG_AGO)
    assert spotify.library("ada")[-1].added_at == LONG_AGO.replace(microsecond=0)


def test_among_equal_times_the_later_save_comes_first_and_order_is_kept(spotify):
    first = spotify.save("ada", 2, LONG_AGO)
    second = spotify.save("ada", 2, LONG_AGO)
    assert keys(spotify)[-4:] == second + first


def test_saving_a_saved_track_again_moves_it(spotify):
    last = keys(spotify)[-1]
    spotify.save("ada", [last])
    assert keys(spotify)[0] == last
    assert len(keys(spotify)) == 60


def test_an_unknown_id_or_person_is_an_error(spotify):
    with pytest.raises(KeyError, match="nothing"):
        spotify.save("ada", ["nothing"])
    with pytest.raises(KeyError, match="zoe"):
        spotify.save("zoe", 1)
    assert len(keys(spotify)) == 60


def test_tracks_are_removed_by_id_or_position(spotify):
    before = keys(spotify)
    spotify.remove("ada", before[10:12])
    spotify.remove("ada", offsets=[0, 57])
    assert keys(spotify) == before[1:10] + before[12:59]


def test_a_relinked_track_keeps_place_time_and_recording(spotify, get):
    before = spotify.documents("ada")[7]
    new_id = stable_id("relinked")
    spotify.relink("ada", before["track"]["id"], new_id)
    after = spotify.documents("ada")[7]
    assert after["added_at"] == before["added_at"]
    assert after["track"]["external_ids"] == before["track"]["external_ids"]
    assert (after["track"]["id"], after["track"]["uri"]) == (new_id, f"spotify:track:{new_id}")
    assert get(f"/tracks/{new_id}").json() == after["track"]


def test_any_document_can_be_saved_even_twice_and_null(spotify, get):
    odd = {"uri": "spotify:local:::x:1", "name": "\x00\ud800"}
    spotify.save_documents("ada", [odd, odd, None])
    items = get("/me/tracks", limit=3).json()["items"]
    assert [item["track"] for item in items] == [odd, odd, None]
    assert len({item["added_at"] for item in items}) == 1


def test_a_library_grows_to_any_size_with_distinct_ids(spotify):
    spotify.grow("ada", 10_000)
    found = keys(spotify)
    assert len(set(found)) == 10_000
    assert all(is_id(key) for key in found)
    added = [item.added_at for item in spotify.library("ada")]
    assert added == sorted(added, reverse=True)
    assert added[-1].year > 2010


def test_growing_again_goes_on_and_never_shrinks(spotify):
    spotify.grow("ada", 100)
    hundred = keys(spotify)
    spotify.grow("ada", 150)
    assert keys(spotify)[:100] == hundred
    spotify.grow("ada", 10)
    assert len(set(keys(spotify))) == 150


def test_generated_tracks_have_distinct_isrcs_and_can_be_requested(spotify, get):
    spotify.grow("ada", 1_000)
    tracks = [item["track"] for item in spotify.documents("ada")]
    assert len({track["external_ids"]["isrc"] for track in tracks}) == 1_000
    assert get(f"/tracks/{tracks[-1]['id']}").json() == tracks[-1]
