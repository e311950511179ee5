"""The Web API: access, endpoints and refusals."""

import pytest

from sandbox.spotify.source import source_tracks

FORBIDDEN = {"error": {"status": 403, "message": "Forbidden"}}


@pytest.mark.parametrize("path", ["/me", "/me/"])
def test_me_has_the_account_but_no_email(world, get, path):
    me = get(path).json()
    assert set(me) == {"account_id", "id", "display_name", "images", "external_urls", "href", "uri", "type"}
    assert (me["display_name"], me["type"]) == ("Ada Lindqvist", "user")
    assert me["id"] == world.spotify.account("ada").id != me["account_id"]


def test_me_needs_no_scope(url, http, sign_in):
    token = sign_in(scope="")["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert http.get(f"{url}/spotify-api/v1/me", headers=headers).status_code == 200
    tracks = http.get(f"{url}/spotify-api/v1/me/tracks", headers=headers)
    assert tracks.json() == {"error": {"status": 403, "message": "Insufficient client scope"}}


@pytest.mark.parametrize(
    ("header", "status", "message"),
    [
        ({}, 401, "No token provided"),
        ({"Authorization": "Bearer made-up"}, 401, "Invalid access token"),
        ({"Authorization": "Basic abc"}, 400, "Only valid bearer authentication supported"),
        ({"Authorization": "Bearer "}, 400, "Only valid bearer authentication supported"),
    ],
)
def test_a_missing_or_invalid_token_is_refused(url, http, header, status, message):
    answer = http.get(f"{url}/spotify-api/v1/me", headers=header)
    assert (answer.status_code, answer.json()) == (status, {"error": {"status": status, "message": message}})


def test_a_track_and_its_artist_can_be_asked_for(get):
    source = source_tracks()[0]
    track = get(f"/tracks/{source.id}").json()
    assert track == source.document()
    artist = get(f"/artists/{track['artists'][0]['id']}").json()
    assert (artist["name"], artist["genres"], artist["images"]) == ("Arizona Zervas", [], [])
    assert not {"popularity", "followers"} & set(artist)


@pytest.mark.parametrize("kind", ["artists", "tracks"])
@pytest.mark.parametrize(
    ("id", "status", "message"),
    [("0" * 22, 404, "Resource not found"), ("short", 400, "Invalid base62 id")],
)
def test_an_invalid_or_unknown_id_is_refused(get, kind, id, status, message):
    assert get(f"/{kind}/{id}").json() == {"error": {"status": status, "message": message}}


@pytest.mark.parametrize(
    "path",
    [
        "/audio-features/11dFghVXANMlKmJXsNCbNl",
        "/audio-features?ids=11dFghVXANMlKmJXsNCbNl",
        "/audio-analysis/11dFghVXANMlKmJXsNCbNl",
        "/recommendations",
        "/tracks?ids=11dFghVXANMlKmJXsNCbNl",
        "/artists?ids=11dFghVXANMlKmJXsNCbNl",
        "/albums?ids=11dFghVXANMlKmJXsNCbNl",
        "/artists/11dFghVXANMlKmJXsNCbNl/top-tracks",
        "/artists/11dFghVXANMlKmJXsNCbNl/related-artists",
        "/browse/new-releases",
        "/markets",
        "/users/someone",
        "/me/tracks/contains?ids=11dFghVXANMlKmJXsNCbNl",
    ],
)
def test_endpoints_removed_from_development_mode_are_forbidden(get, path):
    answer = get(path)
    assert (answer.status_code, answer.json()) == (403, FORBIDDEN)


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_the_library_cannot_be_changed_over_the_old_endpoints(url, http, sign_in, method):
    headers = {"Authorization": f"Bearer {sign_in()['access_token']}"}
    assert http.request(method, f"{url}/spotify-api/v1/me/tracks", headers=headers).json() == FORBIDDEN


def test_an_unknown_path_is_not_found(get):
    assert get("/me/shoes").json() == {"error": {"status": 404, "message": "Service not found"}}


@pytest.mark.parametrize("path", ["/me", "/me/tracks", "/artists/x"])
def test_a_person_off_the_allow_list_signs_in_but_every_call_is_refused(world, get, path):
    world.spotify.set_allow_list(["ben"])
    answer = get(path)
    assert answer.status_code == 403
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "the user may not be registered" in answer.text
    assert get("/me", person="ben").status_code == 200
    world.spotify.set_allow_list(None)
    assert get("/me").status_code == 200


def test_without_the_owners_premium_every_call_is_refused_in_plain_text(world, get):
    world.spotify.set_premium(active=False)
    answer = get("/me")
    assert answer.status_code == 403
    assert answer.text.startswith("Active premium subscription required for the owner of the app.")
    world.spotify.set_premium(active=True)
    assert get("/me").status_code == 200
