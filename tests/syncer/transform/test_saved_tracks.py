"""Vendor JSON to records: whatever comes, a record comes out, and what was mended is named."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.spotify.records import Page
from syncer.transform.records import AlbumRecord, ArtistRecord, SavedTrackRecord, TrackRecord
from syncer.transform.saved_tracks import parse_saved_track, parse_saved_tracks

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


def test_a_complete_item_is_parsed():
    assert parse_saved_track(FULL) == SavedTrackRecord(
        datetime(2026, 11, 20, 8, 15, 30, tzinfo=UTC),
        TrackRecord(
            key="11dFghVXANMlKmJXsNCbNl",
            spotify_id="11dFghVXANMlKmJXsNCbNl",
            uri="spotify:track:11dFghVXANMlKmJXsNCbNl",
            name="Cut To The Feeling",
            artists=(ArtistRecord("6sFIWsNpZYqfjUpaCgueju", "Carly Rae Jepsen"),),
            album=AlbumRecord(
                "0tGPJ0bkWOUmH7MEOR77qc",
                "Cut To The Feeling",
                "2017-05-26",
                "day",
                "https://i.scdn.co/image/640",
                "https://i.scdn.co/image/300",
                "https://i.scdn.co/image/64",
            ),
            duration_ms=207959,
            explicit=False,
            isrc="USUM71703861",
            is_local=False,
        ),
    )


def test_a_null_track_keeps_its_place():
    record = parse_saved_track({"added_at": "2026-11-20T08:15:30Z", "track": None})
    assert (record.track, record.added_at.year, record.oddities) == (None, 2026, ())


def test_what_development_mode_leaves_out_is_no_oddity():
    track = {key: value for key, value in FULL["track"].items() if key not in ("is_local", "external_ids")}
    assert parse_saved_track({**FULL, "track": track}).oddities == ()


@pytest.mark.parametrize(
    "added_at", [None, "", "yesterday", 5, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
)
def test_an_invalid_added_date_becomes_the_oldest_and_is_counted(added_at):
    record = parse_saved_track({**FULL, "added_at": added_at})
    assert record.added_at == datetime(1970, 1, 1, tzinfo=UTC)
    assert record.track is not None
    assert record.oddities[0].code in ("added_date_invalid", "added_date_out_of_range")


@pytest.mark.parametrize("item", [None, [], "track", 7])
def test_an_item_that_is_no_object_keeps_its_place(item):
    assert parse_saved_track(item).track is None
    assert parse_saved_track(item).oddities == (("item_not_object", ""),)


texts = st.text(st.characters(codec=None), max_size=8)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts)
jsonish = st.recursive(
    scalars, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3))
)
images = st.lists(st.fixed_dictionaries({}, optional={"url": jsonish, "width": jsonish}), max_size=4)
album = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(FULL["track"]["album"], jsonish) | {"images": st.one_of(jsonish, images)}
)
artist = st.fixed_dictionaries({}, optional={"id": jsonish, "name": jsonish})
tracks = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(FULL["track"], jsonish),
        "artists": st.one_of(jsonish, st.lists(st.one_of(jsonish, artist), max_size=3)),
        "album": st.one_of(jsonish, album),
        "external_ids": st.one_of(jsonish, st.fixed_dictionaries({"isrc": jsonish})),
    },
)
items = st.one_of(
    jsonish, st.fixed_dictionaries({}, optional={"added_at": jsonish, "track": st.one_of(jsonish, tracks)})
)


def texts_of(record: SavedTrackRecord) -> list[str]:
    track = record.track
    if track is None:
        return []
    album = track.album
    names = [text for artist in track.artists for text in (artist.spotify_id or "", artist.name)]
    dates = [album.release_date, album.release_date_precision]
    return [
        track.key,
        track.uri,
        track.name,
        track.isrc,
        album.name,
        album.image_url,
        album.medium_image_url,
        album.small_image_url,
        album.spotify_id or "",
        *dates,
        *names,
    ]


@pytest.mark.slow
@given(st.lists(items, max_size=5))
def test_any_json_gives_one_storable_record_an_item(raw):
    records = parse_saved_tracks(Page(0, len(raw), tuple(raw)))
    assert len(records) == len(raw)
    for record in records:
        assert 1970 <= record.added_at.year < 2200
        for text in texts_of(record):
            assert "\0" not in text
            assert text.encode().decode() == text
        if record.track:
            assert 0 < len(record.track.key) <= 300
            assert len(record.track.isrc) <= 32
            assert len(record.track.album.release_date) <= 10
