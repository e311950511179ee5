"""JSON objects of tracks. The expected fields are from Spotify's reference and its changes of 2026."""

import re

import pytest

from sandbox import World
from sandbox.spotify.ids import is_id

TRACK = {
    "id", "uri", "type", "href", "name", "external_urls", "external_ids", "duration_ms", "explicit", "is_local",
    "disc_number", "track_number", "preview_url", "artists", "album",
}  # fmt: skip
ALBUM = {
    "id", "name", "album_type", "type", "total_tracks", "release_date", "release_date_precision", "artists",
    "images", "external_urls", "uri", "href",
}  # fmt: skip
ARTIST = {"id", "name", "type", "uri", "href", "external_urls"}
GONE = {"popularity", "available_markets", "linked_from", "followers", "label"}
DATE = {"year": r"\d{4}", "month": r"\d{4}-\d\d", "day": r"\d{4}-\d\d-\d\d"}


@pytest.fixture(scope="module")
def items():
    return World().spotify.documents("ben")


@pytest.fixture(scope="module")
def tracks(items):
    return [item["track"] for item in items]


def test_an_item_is_a_time_and_a_track(items):
    for item in items:
        assert set(item) == {"added_at", "track"}
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", item["added_at"])


def test_a_track_has_the_fields_of_development_mode(tracks):
    for track in tracks:
        assert set(track) == TRACK
        assert set(track["album"]) == ALBUM
        assert all(set(artist) == ARTIST for artist in track["artists"] + track["album"]["artists"])
        assert not GONE & (set(track) | set(track["album"]))


def test_ids_links_and_addresses_belong_together(tracks):
    for track in tracks:
        for thing in (track, track["album"], *track["artists"]):
            kind, id = thing["type"], thing["id"]
            assert is_id(id)
            assert thing["uri"] == f"spotify:{kind}:{id}"
            assert thing["href"] == f"https://api.spotify.com/v1/{kind}s/{id}"
            assert thing["external_urls"] == {"spotify": f"https://open.spotify.com/{kind}/{id}"}


def test_every_recording_has_its_own_isrc(tracks):
    codes = [track["external_ids"]["isrc"] for track in tracks]
    assert all(re.fullmatch(r"[A-Z]{2}[A-Z0-9]{3}\d{7}", code) for code in codes)
    assert len(set(codes)) == len(codes)


def test_an_artist_has_the_same_id_everywhere(tracks):
    ids: dict[str, set[str]] = {}
    for track in tracks:
        for artist in (*track["artists"], *track["album"]["artists"]):
            ids.setdefault(artist["name"], set()).add(artist["id"])
    assert all(len(found) == 1 for found in ids.values())


def test_release_dates_come_in_all_three_precisions(tracks):
    for track in tracks:
        album = track["album"]
        assert re.fullmatch(DATE[album["release_date_precision"]], album["release_date"])
    assert {track["album"]["release_date_precision"] for track in tracks} == set(DATE)


def test_covers_are_absent_or_three_sizes_at_spotifys_address(tracks):
    counts = {len(track["album"]["images"]) for track in tracks}
    assert counts == {0, 3}
    for track in tracks:
        for image in track["album"]["images"]:
            assert re.fullmatch(r"https://i\.scdn\.co/image/[0-9a-f]{40}", image["url"])
            assert image["height"] == image["width"] in (640, 300, 64)


def test_some_are_explicit_and_some_have_guests(tracks):
    assert {track["explicit"] for track in tracks} == {True, False}
    assert max(len(track["artists"]) for track in tracks) > 1
