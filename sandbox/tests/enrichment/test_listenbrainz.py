"""ListenBrainz' stand-in."""

from collections.abc import Callable

import pytest
import requests

from sandbox.enrichment.artists import by_spotify_id

ARTISTS = list(by_spotify_id().values())
TAGGED = [artist for artist in ARTISTS if "listenbrainz" in artist.tagged_at]
UNTAGGED = [artist for artist in ARTISTS if artist.linked and "listenbrainz" not in artist.tagged_at]


@pytest.fixture
def ask(url, http) -> Callable[..., requests.Response]:
    def ask(*mbids: str, **params: str) -> requests.Response:
        params = {"artist_mbids": ",".join(mbids), "inc": "tag", **params}
        return http.get(f"{url}/listenbrainz/1/metadata/artist/", params=params)

    return ask


def test_tags_of_fifty_artists_come_at_once(ask):
    asked = [artist.mbid for artist in TAGGED[:50]]
    items = ask(*asked).json()
    assert sorted(item["artist_mbid"] for item in items) == sorted(asked)
    assert [item["artist_mbid"] for item in items] != asked
    for item in items:
        assert all(tag["artist_mbid"] == item["artist_mbid"] for tag in item["tag"]["artist"])


def test_genres_have_an_id_and_other_tags_have_none(ask):
    items = {
        item["artist_mbid"]: item["tag"]["artist"] for item in ask(*(a.mbid for a in TAGGED[:50])).json()
    }
    for artist in TAGGED[:50]:
        tags = items[artist.mbid]
        assert {tag["tag"] for tag in tags if "genre_mbid" in tag} == set(artist.genres)
        assert all(tag["count"] > 0 for tag in tags)
    others = {tag["tag"] for tags in items.values() for tag in tags if "genre_mbid" not in tag}
    assert {"seen live", "hip-hop"} <= others


def test_unknown_artists_are_left_out(ask):
    items = ask(TAGGED[0].mbid, UNTAGGED[0].mbid, "6f9619ff-8b86-d011-b42d-00cf4fc964ff").json()
    assert [item["name"] for item in items] == [TAGGED[0].name]


def test_tags_are_included_on_request(ask):
    (item,) = ask(TAGGED[0].mbid, inc="").json()
    assert "tag" not in item


@pytest.mark.parametrize(
    ("mbids", "inc"),
    [([], "tag"), (["nobody"], "tag"), ([TAGGED[0].mbid], "shoes"), ([a.mbid for a in TAGGED[:51]], "tag")],
)
def test_invalid_parameters_are_refused(ask, mbids, inc):
    answer = ask(*mbids, inc=inc)
    assert (answer.status_code, answer.json()["code"]) == (400, 400)


def test_every_response_has_rate_limit_headers(world, ask):
    world.enrichment.limits["listenbrainz"].requests = 2
    world.enrichment.limits["listenbrainz"].seconds = 60
    left = [ask(TAGGED[0].mbid).headers["X-RateLimit-Remaining"] for _ in range(2)]
    refused = ask(TAGGED[0].mbid)
    assert (left, refused.status_code) == (["1", "0"], 429)
    assert refused.json()["code"] == 429
    assert refused.headers["X-RateLimit-Limit"] == "2"
    assert 50 < int(refused.headers["X-RateLimit-Reset-In"]) <= 60
    world.advance(61)
    assert ask(TAGGED[0].mbid).status_code == 200


def test_other_paths_are_not_found(url, http):
    assert http.get(f"{url}/listenbrainz/1/stats").status_code == 404
