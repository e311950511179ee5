"""MusicBrainz' stand-in."""

from collections.abc import Callable

import pytest
import requests

from sandbox.enrichment.artists import by_spotify_id

ARTISTS = list(by_spotify_id().values())
LINKED = [artist for artist in ARTISTS if artist.linked]
UNLINKED = [artist for artist in ARTISTS if not artist.linked]
AGENT = "Tracksheet/1.0 ( https://tracksheet.example )"


def page(artist) -> str:
    return f"https://open.spotify.com/artist/{artist.spotify_id}"


@pytest.fixture
def unlimited(world) -> None:
    world.enrichment.limits["musicbrainz"].requests = None


@pytest.fixture
def ask(url, http) -> Callable[..., requests.Response]:
    def ask(path: str = "/url", agent: str = AGENT, **params: object) -> requests.Response:
        params = {"fmt": "json", **params}
        return http.get(f"{url}/musicbrainz/ws/2{path}", params=params, headers={"User-Agent": agent})

    return ask


@pytest.mark.usefixtures("unlimited")
class TestUrls:
    def test_one_page_is_answered_with_its_object(self, ask):
        answer = ask(resource=page(LINKED[0]), inc="artist-rels").json()
        assert (answer["resource"], "urls" in answer) == (page(LINKED[0]), False)
        (id,) = {relation["artist"]["id"] for relation in answer["relations"]}
        assert id == LINKED[0].mbid

    def test_one_unknown_page_is_not_found(self, ask):
        answer = ask(resource=page(UNLINKED[0]), inc="artist-rels")
        assert (answer.status_code, answer.json()["error"]) == (404, "Not Found")

    def test_several_are_answered_with_a_list_without_the_unknown_ones(self, ask):
        asked = [*LINKED[:60], *UNLINKED[:40]]
        answer = ask(resource=[page(artist) for artist in asked], inc="artist-rels").json()
        assert (answer["url-count"], answer["url-offset"]) == (60, 0)
        found = {url["resource"]: url["relations"][0]["artist"]["id"] for url in answer["urls"]}
        assert found == {page(artist): artist.mbid for artist in LINKED[:60]}
        assert list(found) != [page(artist) for artist in LINKED[:60]]

    def test_several_unknown_ones_are_an_empty_list(self, ask):
        answer = ask(resource=[page(artist) for artist in UNLINKED[:2]], inc="artist-rels")
        assert (answer.status_code, answer.json()) == (200, {"url-count": 0, "url-offset": 0, "urls": []})

    def test_a_page_may_have_two_relations_to_its_artist(self, ask):
        urls = ask(resource=[page(artist) for artist in LINKED[:50]], inc="artist-rels").json()["urls"]
        assert {len(url["relations"]) for url in urls} == {1, 2}

    def test_relations_are_included_on_request(self, ask):
        assert "relations" not in ask(resource=page(LINKED[0])).json()

    @pytest.mark.parametrize("count", [0, 101])
    def test_from_one_to_a_hundred_are_allowed(self, ask, count):
        assert ask(resource=[page(LINKED[0])] * count).status_code == 400

    @pytest.mark.parametrize(
        "twist", ["http://open.spotify.com/artist/{}", "{}", "https://x.example/artist/{}"]
    )
    def test_a_page_is_matched_by_its_exact_address(self, ask, twist):
        assert ask(resource=twist.format(LINKED[0].spotify_id)).status_code == 404


@pytest.mark.usefixtures("unlimited")
class TestArtists:
    def test_genres_come_with_their_votes(self, ask):
        artist = next(a for a in LINKED if "musicbrainz" in a.tagged_at and a.genres)
        answer = ask(f"/artist/{artist.mbid}", inc="genres").json()
        assert (answer["id"], answer["name"]) == (artist.mbid, artist.name)
        assert {genre["name"]: genre["count"] for genre in answer["genres"]} == artist.genres
        assert "genres" not in ask(f"/artist/{artist.mbid}").json()

    def test_an_artist_may_have_genres_at_other_vendors_only(self, ask):
        artist = next(a for a in LINKED if "musicbrainz" not in a.tagged_at)
        assert ask(f"/artist/{artist.mbid}", inc="genres").json()["genres"] == []

    @pytest.mark.parametrize(("mbid", "status"), [(UNLINKED[0].mbid, 404), ("someone", 400)])
    def test_an_unknown_artist_is_refused(self, ask, mbid, status):
        assert ask(f"/artist/{mbid}").status_code == status

    def test_other_things_are_not_found(self, ask):
        assert ask("/label/x").status_code == 404


def test_a_second_request_in_a_second_is_refused(world, ask):
    statuses = [ask(resource=page(LINKED[0])).status_code for _ in range(3)]
    assert statuses == [200, 503, 503]
    world.advance(1)
    assert ask(resource=page(LINKED[0])).status_code == 200
    refused = ask(resource=page(LINKED[0]))
    assert "exceeding the allowable rate limit" in refused.json()["error"]
    assert refused.headers["Retry-After"] == "1"


@pytest.mark.usefixtures("unlimited")
@pytest.mark.parametrize(
    "agent",
    ["", "python-requests/2.32.3", "Mozilla/5.0 (X11; Linux x86_64)", "Tracksheet", "Tracksheet/1.0 ()"],
)
def test_a_client_without_a_proper_user_agent_is_refused(world, ask, agent):
    assert ask(resource=page(LINKED[0]), agent=agent).status_code == 403
    world.enrichment.check_user_agent = False
    assert ask(resource=page(LINKED[0]), agent=agent).status_code == 200


@pytest.mark.usefixtures("unlimited")
@pytest.mark.parametrize(
    "contact",
    ["https://a.example/", "who@a.example", "http://127.0.0.1:8000", " a@b.example; https://c.example "],
)
def test_a_contact_address_in_the_user_agent_is_enough(ask, contact):
    assert ask(resource=page(LINKED[0]), agent=f"Tracksheet/0.1.dev ({contact})").status_code == 200


@pytest.mark.usefixtures("unlimited")
def test_the_answer_is_xml_unless_json_is_requested(ask):
    answer = ask(resource=page(LINKED[0]), fmt="xml")
    assert answer.headers["Content-Type"].startswith("application/xml")
    assert answer.text.startswith("<?xml")
