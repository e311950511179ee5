import pytest

from providers.source import ArtistTag, SourceError
from providers.spotify.records import parse_artist_genres
from tests.providers.json_values import ARTISTS


def test_genres_count_by_their_order() -> None:
    tags = parse_artist_genres({"id": "a1", "genres": ["rock", "", 7, "pop"]}, ARTISTS[0])
    assert tags == [ArtistTag("rock", 1.0, True), ArtistTag("pop", 0.5, True)]
    with pytest.raises(SourceError):
        parse_artist_genres({"id": "a2", "genres": ["rock"]}, ARTISTS[0])
