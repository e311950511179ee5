"""The contents of Cleo's library, as read over HTTP."""

from collections import Counter

import pytest


@pytest.fixture
def items(get):
    pages = [get("/me/tracks", person="cleo", limit=50, offset=offset).json() for offset in (0, 50)]
    found = [item for page in pages for item in page["items"]]
    assert len(found) == pages[0]["total"]
    return found


@pytest.fixture
def tracks(items):
    return [item["track"] for item in items if item["track"]]


@pytest.mark.parametrize(
    "title",
    ['=HYPERLINK("http://evil.example","x")', "+1", "-1", "@x", "TRUE", "0042", "שלום עולם", "zero\x00byte and half a \ud800 pair"],
)  # fmt: skip
def test_the_library_has_the_title(tracks, title):
    assert title in [track.get("name") for track in tracks]


def test_lone_surrogates_and_nul_are_escaped(get):
    body = b"".join(get("/me/tracks", person="cleo", limit=50, offset=n).content for n in (0, 50))
    assert rb"zero\u0000byte and half a \ud800 pair" in body
    assert "👩‍👩‍👧‍👦".encode() in body


def test_two_nulls_have_the_same_second(items):
    nulls = [item["added_at"] for item in items if item["track"] is None]
    assert len(nulls) == 2
    assert len(set(nulls)) == 1


def test_identical_local_files_occur_twice(items):
    local = [item["track"] for item in items if item["track"] and item["track"].get("is_local")]
    assert sorted(Counter(track["uri"] for track in local).values()) == [1, 2]
    assert {track["id"] for track in local} == {None}


def test_fields_are_missing(tracks):
    albums = [track["album"] or {} for track in tracks]
    assert [] in [track["artists"] for track in tracks]
    assert "" in [album.get("name") for album in albums]
    assert sum("name" not in album for album in albums) == 2
    assert sum("duration_ms" not in track for track in tracks) == 1
    assert sum("name" not in track for track in tracks) == 1
    assert {"year", "month", "day"} <= {album.get("release_date_precision") for album in albums}


def test_a_recording_occurs_under_two_ids(tracks):
    codes = Counter(track["external_ids"].get("isrc") for track in tracks if track["external_ids"])
    twins = [code for code, times in codes.items() if times > 1]
    assert len(twins) == 1
    assert len({track["id"] for track in tracks if track["external_ids"].get("isrc") == twins[0]}) == 2


def test_a_title_is_longer_than_a_cell_of_a_sheet(tracks):
    assert max(len(track.get("name", "")) for track in tracks) > 50_000


def test_tracks_saved_in_bulk_have_the_same_second(items):
    assert max(Counter(item["added_at"] for item in items).values()) == 5
