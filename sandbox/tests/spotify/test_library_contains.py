"""Whether tracks are saved: one boolean for each URI."""

import pytest

OTHER = "0000000000000000000000"


def uris(*ids: str) -> str:
    return ",".join(f"spotify:track:{id}" for id in ids)


def test_it_answers_in_the_order_of_the_uris(world, get):
    first, second = [item.key for item in world.spotify.account("ada").library.items[:2]]
    answer = get("/me/library/contains", uris=uris(second, OTHER, first))
    assert (answer.status_code, answer.json()) == (200, [True, False, True])


def test_a_track_that_was_removed_is_not_saved(world, get):
    first = world.spotify.account("ada").library.items[0].key
    world.spotify.account("ada").library.remove({first})
    assert get("/me/library/contains", uris=uris(first)).json() == [False]


def test_an_album_is_not_a_saved_track(world, get):
    first = world.spotify.account("ada").library.items[0].key
    assert get("/me/library/contains", uris=f"spotify:album:{first}").json() == [False]


def test_it_takes_forty_uris(world, get):
    ids = [item.key for item in world.spotify.account("ada").library.items]
    assert get("/me/library/contains", uris=uris(*ids[:40])).json() == [True] * 40
    assert get("/me/library/contains", uris=uris(*ids[:41])).status_code == 400


@pytest.mark.parametrize("wrong", ["", "spotify:track:short", "spotify:local:a:b:c:1", OTHER])
def test_anything_but_uris_is_refused(get, wrong):
    assert get("/me/library/contains", uris=wrong).status_code == 400


def test_a_request_without_uris_names_what_is_missing(get):
    assert get("/me/library/contains").json()["error"]["message"] == "Missing required field: uris"


def test_it_needs_the_permission_to_read_the_library(url, http, sign_in):
    headers = {"Authorization": f"Bearer {sign_in(scope='')['access_token']}"}
    answer = http.get(
        f"{url}/spotify-api/v1/me/library/contains", params={"uris": uris(OTHER)}, headers=headers
    )
    assert (answer.status_code, answer.json()["error"]["message"]) == (403, "Insufficient client scope")


def test_an_app_may_be_refused_it(world, get):
    world.spotify.app.library_contains = False
    answer = get("/me/library/contains", uris=uris(OTHER))
    assert (answer.status_code, answer.json()["error"]["message"]) == (403, "Forbidden")
