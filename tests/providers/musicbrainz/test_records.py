import pytest

from providers.musicbrainz.records import parse_artist_ids
from tests.providers.json_values import ARTISTS, MBIDS

URL = {
    "resource": "https://open.spotify.com/artist/a1",
    "relations": [{"type": "x"}, {"artist": {"id": MBIDS[0]}}],
}


@pytest.mark.parametrize("raw", [URL, {"urls": [URL], "url-count": 1}, [URL]], ids=["one", "several", "list"])
def test_each_shape_of_the_answer_is_parsed(raw) -> None:
    assert parse_artist_ids(raw, ARTISTS) == ({1: MBIDS[0]}, 0)


def test_a_404_means_that_no_artist_is_known() -> None:
    assert parse_artist_ids(None, ARTISTS) == ({}, 0)
