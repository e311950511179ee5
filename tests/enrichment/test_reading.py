"""What is made of vendors' JSON, whatever it is: checked values or trouble, never anything else."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.lastfm import client as lastfm
from providers.listenbrainz import client as listenbrainz
from providers.musicbrainz import client as musicbrainz
from providers.reccobeats import client as reccobeats
from providers.source import (
    ArtistRef,
    FeatureValues,
    SourceError,
    SourceFailure,
    Tag,
    TrackRef,
    read_features,
)
from providers.spotify import features as spotify

TRACKS = [TrackRef(1, "t1"), TrackRef(2, "t2")]
ARTISTS = [ArtistRef(1, "a1", "One"), ArtistRef(2, "a2", "Two")]
MBIDS = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"]
NAMES = [
    "content", "href", "energy", "tempo", "audio_features", "id", "genres", "urls", "resource", "relations",
    "artist", "artist_mbid", "tag", "count", "toptags", "name", "error", "@attr",
]  # fmt: skip
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["t1", "a1", *MBIDS, "https://open.spotify.com/artist/a1", "http://[", "x/track/t1"])
)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=30,
)
READERS = {
    "reccobeats": lambda raw: reccobeats.read(raw, TRACKS).known.values(),
    "spotify features": lambda raw: spotify.read_audio_features(raw, TRACKS).known.values(),
    "spotify artist": lambda raw: spotify.read_artist(raw, ARTISTS[0]),
    "musicbrainz": lambda raw: musicbrainz.read(raw, ARTISTS)[0].values(),
    "listenbrainz": lambda raw: [tag for tags in listenbrainz.read(raw, MBIDS)[0].values() for tag in tags],
    "lastfm": lambda raw: lastfm.read(raw, "One")[0],
}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS.keys())
@given(raw=JSON)
def test_any_json_is_values_or_trouble(reader, raw) -> None:
    try:
        found = list(reader(raw))
    except SourceError as trouble:
        assert trouble.kind in SourceFailure.values
        return
    for value in found:
        if isinstance(value, FeatureValues):
            assert plausible(value)
        elif isinstance(value, Tag):
            assert value.name and value.count >= 0
        else:
            assert musicbrainz.MBID.fullmatch(value)


def plausible(values: FeatureValues) -> bool:
    units = (values.energy, values.danceability, values.acousticness, values.valence)
    tempo = values.tempo is None or 1 <= values.tempo <= 400
    return tempo and all(unit is None or (math.isfinite(unit) and 0 <= unit <= 1) for unit in units)


def test_values_out_of_range_are_refused_and_counted() -> None:
    raw = {"energy": 7.0, "tempo": -1.0, "valence": "high", "acousticness": math.nan, "danceability": True}
    assert read_features(raw) == (None, 5)
    assert read_features({"energy": 1, "tempo": 10**400}) == (FeatureValues(energy=1.0), 1)


def test_what_is_missing_or_null_is_unknown_and_not_refused() -> None:
    assert read_features({"energy": None, "tempo": 120}) == (FeatureValues(tempo=120.0), 0)


def test_features_are_matched_by_the_end_of_their_address_in_any_order() -> None:
    def record(track: str, energy: float) -> dict:
        return {"id": "own id", "href": f"https://open.spotify.com/track/{track}?si=x", "energy": energy}

    answer = reccobeats.read({"content": [record("t2", 0.2), record("t1", 0.1), record("t9", 0.9)]}, TRACKS)
    assert {pk: values.energy for pk, values in answer.known.items()} == {1: 0.1, 2: 0.2}
    assert answer.refused == 1


URL = {
    "resource": "https://open.spotify.com/artist/a1",
    "relations": [{"type": "x"}, {"artist": {"id": MBIDS[0]}}],
}


@pytest.mark.parametrize("raw", [URL, {"urls": [URL], "url-count": 1}, [URL]], ids=["one", "several", "list"])
def test_musicbrainz_answers_in_any_of_its_shapes(raw) -> None:
    assert musicbrainz.read(raw, ARTISTS) == ({1: MBIDS[0]}, 0)


def test_nobody_known_to_musicbrainz_is_no_trouble() -> None:
    assert musicbrainz.read(None, ARTISTS) == ({}, 0)


def test_a_genre_is_a_row_with_a_genres_id() -> None:
    rows = [{"tag": "hip hop", "count": 5, "genre_mbid": MBIDS[1]}, {"tag": "seen live", "count": 9}]
    raw = [{"artist_mbid": MBIDS[0], "tag": {"artist": [*rows, {"tag": "x", "count": -5}, {"count": 1}]}}]
    tags, refused = listenbrainz.read(raw, MBIDS)
    assert tags == {MBIDS[0]: [Tag("hip hop", 5.0, True), Tag("seen live", 9.0, False)]}
    assert refused == 2


@pytest.mark.parametrize(
    ("code", "kind"), [(10, "forbidden"), (26, "forbidden"), (29, "limited"), (11, "down"), ("6", "down")]
)
def test_lastfms_numbers_say_what_is_wrong(code, kind) -> None:
    with pytest.raises(SourceError) as caught:
        lastfm.read({"error": code, "message": "no"}, "One")
    assert caught.value.kind == kind


def test_lastfm_knows_an_artist_whose_name_it_corrects_but_not_another_one() -> None:
    def tags(artist: str) -> dict:
        return {"toptags": {"tag": {"name": "rock", "count": "100"}, "@attr": {"artist": artist}}}

    assert lastfm.read(tags("The Beyoncé"), "Beyonce") == ([Tag("rock", 100.0, False)], 0)
    assert lastfm.read(tags("Somebody Else"), "Beyonce") == ([], 1)
    assert lastfm.read({"error": 6}, "Beyonce") == ([], 0)


def test_spotifys_genres_count_by_their_order() -> None:
    tags = spotify.read_artist({"id": "a1", "genres": ["rock", "", 7, "pop"]}, ARTISTS[0])
    assert tags == [Tag("rock", 1.0, True), Tag("pop", 0.5, True)]
    with pytest.raises(SourceError):
        spotify.read_artist({"id": "a2", "genres": ["rock"]}, ARTISTS[0])
