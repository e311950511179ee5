"""Last.fm's stand-in."""

from collections.abc import Callable

import pytest
import requests

from sandbox.enrichment.artists import by_spotify_id

ARTISTS = list(by_spotify_id().values())
KNOWN = [artist for artist in ARTISTS if "lastfm" in artist.tagged_at]
UNKNOWN = [artist for artist in ARTISTS if "lastfm" not in artist.tagged_at]
HIP_HOP = [artist for artist in KNOWN if "hip hop" in artist.genres]


@pytest.fixture
def ask(world, url, http) -> Callable[..., requests.Response]:
    world.enrichment.limits["lastfm"].requests = None

    def ask(**params: str) -> requests.Response:
        params = {
            "method": "artist.gettoptags",
            "api_key": "sandbox-lastfm-key",
            "format": "json",
            **params,
        }
        return http.get(f"{url}/lastfm/2.0/", params=params)

    return ask


def test_tags_come_with_counts_the_first_with_a_hundred(ask):
    answer = ask(artist=HIP_HOP[0].name).json()["toptags"]
    assert answer["@attr"] == {"artist": HIP_HOP[0].name}
    counts = [tag["count"] for tag in answer["tag"]]
    assert counts == sorted(counts, reverse=True)
    assert (counts[0], counts[-1] >= 0) == (100, True)
    assert set(answer["tag"][0]) == {"name", "count", "url"}


def test_spellings_differ_and_some_tags_are_no_genres(ask):
    names: set[str] = set()
    for artist in HIP_HOP[:40]:
        tags = ask(artist=artist.name).json()["toptags"]["tag"]
        names |= {tag["name"] for tag in tags} if isinstance(tags, list) else {tags["name"]}
    assert {"hip hop", "Hip-Hop", "HIP HOP", "seen live", "favourites", ""} <= names


def test_a_single_tag_is_not_in_a_list(ask):
    artists = [artist for artist in KNOWN if len(artist.genres) == 1][:40]
    answers = [ask(artist=artist.name).json()["toptags"]["tag"] for artist in artists]
    assert {type(tags) for tags in answers} == {dict, list}


def test_an_artist_without_any_tag_has_an_empty_list(ask):
    artist = next(artist for artist in KNOWN if not artist.genres)
    assert ask(artist=artist.name).json()["toptags"]["tag"] == []


def test_an_artist_is_looked_up_by_musicbrainz_id_before_the_name(ask):
    artist = next(artist for artist in KNOWN if artist.linked)
    answer = ask(mbid=artist.mbid, artist="Nobody").json()
    assert answer["toptags"]["@attr"]["artist"] == artist.name


def test_names_are_corrected_on_request(ask):
    artist = next(artist for artist in KNOWN if artist.name.startswith("The "))
    short = artist.name.removeprefix("The ").replace(" ", "").lower()
    assert ask(artist=short).json()["error"] == 6
    assert ask(artist=short, autocorrect="1").json()["toptags"]["@attr"]["artist"] == artist.name


@pytest.mark.parametrize(
    ("params", "code", "status"),
    [
        ({"artist": UNKNOWN[0].name}, 6, 200),
        ({"mbid": UNKNOWN[0].mbid}, 6, 200),
        ({}, 6, 200),
        ({"artist": KNOWN[0].name, "api_key": "guessed"}, 10, 403),
        ({"artist": KNOWN[0].name, "api_key": ""}, 10, 403),
        ({"artist": KNOWN[0].name, "method": "artist.getshoes"}, 3, 400),
    ],
)
def test_errors_have_numbers_and_may_all_come_with_200(world, ask, params, code, status):
    answer = ask(**params)
    assert (answer.status_code, answer.json()["error"]) == (status, code)
    world.enrichment.lastfm_errors_as_200 = True
    again = ask(**params)
    assert (again.status_code, again.json()) == (200, answer.json())


def test_too_many_requests_are_error_29(world, ask):
    world.enrichment.limits["lastfm"].requests = 1
    world.enrichment.limits["lastfm"].seconds = 60
    ask(artist=KNOWN[0].name)
    refused = ask(artist=KNOWN[0].name)
    assert (refused.status_code, refused.json()["error"]) == (429, 29)
    world.advance(61)
    assert ask(artist=KNOWN[0].name).status_code == 200


def test_the_answer_is_xml_unless_json_is_requested(ask):
    assert ask(artist=KNOWN[0].name, format="").text.startswith("<lfm")


def test_the_key_is_not_in_the_log(world, ask):
    ask(artist=KNOWN[0].name)
    (entry,) = world.entries("lastfm", "top_tags")
    assert "sandbox-lastfm-key" not in repr(entry)


def test_other_paths_are_not_found(url, http):
    assert http.get(f"{url}/lastfm/3.0/").status_code == 404
