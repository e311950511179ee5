from providers.listenbrainz.records import parse_artist_tags
from providers.source import ArtistTag
from tests.providers.json_values import MBIDS


def test_a_tag_with_a_genres_id_is_a_genre() -> None:
    rows = [{"tag": "hip hop", "count": 5, "genre_mbid": MBIDS[1]}, {"tag": "seen live", "count": 9}]
    raw = [{"artist_mbid": MBIDS[0], "tag": {"artist": [*rows, {"tag": "x", "count": -5}, {"count": 1}]}}]
    tags, rejected = parse_artist_tags(raw, MBIDS)
    assert tags == {MBIDS[0]: [ArtistTag("hip hop", 5.0, True), ArtistTag("seen live", 9.0, False)]}
    assert rejected == 2
