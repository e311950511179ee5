"""Track objects of Spotify in any shape, and the records that are made of them."""

from __future__ import annotations

import pytest

from syncer.transform.records import AlbumRecord, ArtistRecord, SavedTrackRecord
from syncer.transform.saved_tracks import parse_saved_track
from syncer.transform.tracks import parse_track

FULL = {
    "added_at": "2026-11-20T08:15:30Z",
    "track": {
        "id": "11dFghVXANMlKmJXsNCbNl",
        "uri": "spotify:track:11dFghVXANMlKmJXsNCbNl",
        "name": "Cut To The Feeling",
        "artists": [{"id": "6sFIWsNpZYqfjUpaCgueju", "name": "Carly Rae Jepsen"}],
        "album": {
            "id": "0tGPJ0bkWOUmH7MEOR77qc",
            "name": "Cut To The Feeling",
            "release_date": "2017-05-26",
            "release_date_precision": "day",
            "images": [
                {"url": f"https://i.scdn.co/image/{width}", "width": width} for width in (640, 300, 64)
            ],
        },
        "duration_ms": 207959,
        "explicit": False,
        "external_ids": {"isrc": "USUM71703861"},
        "is_local": False,
    },
}


def changed(**track) -> SavedTrackRecord:
    return parse_saved_track({**FULL, "track": {**FULL["track"], **track}})


def test_a_local_file_has_its_uri_as_key():
    uri = "spotify:local:Artist:Album:Title:307"
    album = {"id": None, "name": "", "release_date": None, "images": []}
    track = changed(id=None, uri=uri, is_local=True, artists=[{"id": None, "name": ""}], album=album).track
    assert (track.key, track.spotify_id, track.uri, track.is_local) == (uri, None, uri, True)
    assert (track.artists, track.album) == ((ArtistRecord(None, ""),), AlbumRecord(None, "", "", "", ""))


def test_a_local_uri_too_long_for_an_index_keeps_a_key_of_its_own():
    one, other = (changed(id=None, uri=f"spotify:local:{'x' * 1000}{end}").track for end in "ab")
    assert one.key != other.key
    assert len(one.key) <= 300
    assert one.uri.endswith("a")


@pytest.mark.parametrize(
    ("date", "precision"), [("1967", "year"), ("1967-05", "month"), ("1967-05-26", "day"), (None, "")]
)
def test_release_dates_of_year_month_and_day_precision(date, precision):
    album = changed(album={**FULL["track"]["album"], "release_date": date}).track.album
    assert (album.release_date, album.release_date_precision) == (date or "", precision)


def test_unstorable_text_is_cleaned_and_counted():
    record = changed(name="N\0o\ud83d 🎧 \u200fשלום")
    assert record.track.name == "No 🎧 \u200fשלום"
    assert record.oddities == (("unstorable_characters", "track_name"),)


def test_a_track_without_an_id_has_a_key_made_of_its_names():
    one, other = (changed(id=None, uri=None, name=name).track for name in ("One", "Other"))
    assert one.key != other.key
    assert one.key == changed(id=None, uri=None, name="One").track.key


@pytest.mark.parametrize(
    ("fields", "oddity"),
    [
        ({"artists": None}, ("artists_missing", "")),
        ({"artists": [{"id": "a", "name": "A"}, "B"]}, ("artist_not_object", "")),
        ({"album": []}, ("album_missing", "")),
        ({"album": {"release_date": "soon"}}, ("release_date_invalid", "")),
        ({"duration_ms": -1}, ("duration_invalid", "")),
        ({"duration_ms": True}, ("duration_invalid", "")),
        ({"explicit": "no"}, ("explicit_invalid", "")),
        ({"external_ids": {"isrc": "x" * 33}}, ("isrc_too_long", "")),
        ({"name": 7}, ("not_text", "track_name")),
    ],
)
def test_a_malformed_field_is_left_out_and_named(fields, oddity):
    record = changed(**fields)
    assert record.track.key == FULL["track"]["id"]
    assert record.oddities == (oddity,)


def image(url: object, width: object = None) -> dict[str, object]:
    return {"url": url, "height": width, "width": width}


@pytest.mark.parametrize(
    ("images", "kept"),
    [
        ([image("a", 640), image("b", 300), image("c", 64)], "abc"),
        ([image("a"), image("b"), image("c")], "abc"),
        ([image("a", 640), image("b", 301), image("c", 65), image("d", 63)], "abc"),
        ([image("a", 640.0), image("b", "300"), image("c", True)], "abc"),
        ([image("a", 1000), image("b", 200)], "aab"),
        ([image("a", 60)], "aaa"),
        ([image("a")], "aaa"),
        ([None, "x", image(None), image("b", 300)], "bbb"),
        ([], ("", "", "")),
        (None, ("", "", "")),
        ({"url": "a"}, ("", "", "")),
    ],
)
def test_the_widest_cover_is_kept_and_the_narrowest_that_fit(images, kept):
    record = changed(album={**FULL["track"]["album"], "images": images})
    album = record.track.album
    assert (album.image_url, album.medium_image_url, album.small_image_url) == tuple(kept)
    assert record.oddities == ()


def test_an_address_that_is_no_text_is_named_and_the_next_is_taken():
    record = changed(album={**FULL["track"]["album"], "images": [image(7, 640), image("b", 300)]})
    assert (record.track.album.image_url, record.oddities) == ("b", (("not_text", "image_url"),))


def test_a_list_of_images_without_end_is_not_read_to_its_end():
    record = changed(album={**FULL["track"]["album"], "images": [image(7)] * 1000})
    assert len(record.oddities) == 10


@pytest.mark.parametrize(
    ("raw", "milliseconds"),
    [(2345.0, 2345), ({"totalMilliseconds": 188000}, 188_000), (0, 0), (2.0e5, 200_000)],
)
def test_a_duration_in_another_form_is_read(raw, milliseconds):
    record = changed(duration_ms=raw)
    assert (record.track.duration_ms, record.oddities) == (milliseconds, ())


def test_a_track_without_anything_to_identify_it_is_none():
    oddities = []
    assert parse_track({"artists": [], "album": {}}, oddities) is None
    assert oddities == [("track_without_identity", "")]


@pytest.mark.parametrize(("raw", "oddities"), [(None, []), ("x", [("track_not_object", "")])])
def test_a_track_that_is_no_object_is_none(raw, oddities):
    found = []
    assert parse_track(raw, found) is None
    assert found == oddities
