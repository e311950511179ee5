"""Keys that tell saves from each other."""

from __future__ import annotations

from syncer.transform.records import Changes, Departure, Sighting, StoredSave, unique_track_keys
from tests.syncer.records import MORNING, record


def test_a_stored_save_is_listed_by_its_key_or_a_former_one():
    save = StoredSave(1, "new", MORNING, aliases=("old",), occurrence=2)
    assert save.save_keys == [("new", MORNING, 2), ("old", MORNING, 2)]


def test_a_null_has_no_key():
    assert record(None).save_key is None
    assert StoredSave(1, None, MORNING).save_keys == []


def test_only_tracks_of_spotify_are_unique_in_a_library():
    records = [record("a"), record("spotify:local:b", is_local=True), record(None)]
    assert unique_track_keys(records) == {"a"}


def test_sightings_alone_are_no_change():
    assert not Changes(seen=(Sighting(1, record("a")),)).has_changes
    assert Changes(departures=(Departure(1),)).has_changes
