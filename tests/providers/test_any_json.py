"""What is made of vendors' JSON of any shape: checked values or a typed error, never anything else."""

import math

import pytest
from hypothesis import given

from providers.lastfm.records import parse_top_tags
from providers.listenbrainz.records import parse_artist_tags
from providers.musicbrainz.records import MBID, parse_artist_ids
from providers.reccobeats.records import parse_feature_records
from providers.source import ArtistTag, FeatureValues, SourceError, SourceFailure
from providers.spotify.records import parse_artist_genres, parse_audio_features
from tests.providers.json_values import ANY_JSON, ARTISTS, MBIDS, TRACKS

PARSERS = {
    "reccobeats": lambda raw: parse_feature_records(raw, TRACKS).values.values(),
    "spotify features": lambda raw: parse_audio_features(raw, TRACKS).values.values(),
    "spotify artist": lambda raw: parse_artist_genres(raw, ARTISTS[0]),
    "musicbrainz": lambda raw: parse_artist_ids(raw, ARTISTS)[0].values(),
    "listenbrainz": lambda raw: [tag for tags in parse_artist_tags(raw, MBIDS)[0].values() for tag in tags],
    "lastfm": lambda raw: parse_top_tags(raw, "One")[0],
}


@pytest.mark.slow
@pytest.mark.parametrize("parse", PARSERS.values(), ids=PARSERS.keys())
@given(raw=ANY_JSON)
def test_any_json_gives_checked_values_or_a_typed_error(parse, raw) -> None:
    try:
        values = list(parse(raw))
    except SourceError as error:
        assert error.failure in SourceFailure.values
        return
    for value in values:
        if isinstance(value, FeatureValues):
            assert is_plausible(value)
        elif isinstance(value, ArtistTag):
            assert value.name and value.count >= 0
        else:
            assert MBID.fullmatch(value)


def is_plausible(values: FeatureValues) -> bool:
    units = (values.energy, values.danceability, values.acousticness, values.valence)
    tempo = values.tempo is None or 1 <= values.tempo <= 400
    return tempo and all(unit is None or (math.isfinite(unit) and 0 <= unit <= 1) for unit in units)
