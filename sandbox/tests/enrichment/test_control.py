"""The control API of the sources of features and genres."""

import pytest

from sandbox.enrichment.artists import by_spotify_id
from sandbox.enrichment.recordings import is_known
from sandbox.spotify.source import source_tracks

TRACK = next(track for track in source_tracks() if is_known(track.id))


@pytest.fixture
def control(url, http):
    """Calls the control API, checks the status and returns the JSON."""

    def control(method: str, path: str, body: object = None, status: int = 200):
        answer = http.request(method, f"{url}/control{path}", json=body)
        assert answer.status_code == status, answer.text
        return answer.json()

    return control


def test_the_products_settings_point_to_these_vendors(world, url, control, http):
    env = control("GET", "/env")
    features = http.get(f"{env['RECCOBEATS_URL']}/v1/audio-features", params={"ids": TRACK.id})
    assert len(features.json()["content"]) == 1
    params = {"method": "artist.gettoptags", "format": "json", "api_key": env["LASTFM_API_KEY"]}
    assert http.get(f"{env['LASTFM_URL']}/2.0/", params=params).json()["error"] == 6
    assert (env["MUSICBRAINZ_URL"], env["LISTENBRAINZ_URL"]) == (f"{url}/musicbrainz", f"{url}/listenbrainz")


def test_wrong_answers_can_be_switched_on_and_off(world, url, http, control):
    control("POST", "/enrichment/wrong-answers", {"service": "reccobeats", "how": "out_of_range", "times": 1})
    ask = f"{url}/reccobeats/v1/audio-features?ids={TRACK.id}"
    assert [http.get(ask).json()["content"][0]["energy"] == 7.0 for _ in range(2)] == [True, False]
    fault = {"service": "reccobeats", "effect": {"wrong_answer": "html"}, "times": 0}
    control("POST", "/faults", fault)
    assert http.get(ask).text.startswith("<!doctype html>")
    control("DELETE", "/faults")
    assert http.get(ask).json()["content"]


def test_settings_can_be_changed(world, control):
    settings = {
        "limits": {"musicbrainz": None, "reccobeats": 5},
        "check_user_agent": False,
        "lastfm_errors_as_200": True,
    }
    assert control("POST", "/enrichment/settings", settings) == settings
    enrichment = world.enrichment
    assert (enrichment.limits["musicbrainz"].requests, enrichment.limits["reccobeats"].requests) == (None, 5)
    assert (enrichment.check_user_agent, enrichment.lastfm_errors_as_200) == (False, True)
    control("POST", "/reset")
    assert world.enrichment.limits["musicbrainz"].requests == 1


def test_the_real_data_can_be_read(control):
    shown = control("GET", f"/enrichment/tracks/{TRACK.id}")
    assert (shown["known"], "tempo" in shown["features"]) == (True, True)
    unknown = next(track.id for track in source_tracks() if not is_known(track.id))
    assert control("GET", f"/enrichment/tracks/{unknown}") == {"known": False, "features": None}
    artist = by_spotify_id()[TRACK.artists[0].id]
    shown = control("GET", f"/enrichment/artists/{artist.spotify_id}")
    assert (shown["mbid"], shown["genres"]) == (artist.mbid, artist.genres)


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/enrichment/tracks/nothing", None, 404),
        ("GET", "/enrichment/artists/nobody", None, 404),
        ("POST", "/enrichment/wrong-answers", {"service": "google-docs", "how": "html"}, 400),
        ("POST", "/enrichment/wrong-answers", {"service": "lastfm", "colour": "white"}, 400),
        ("POST", "/enrichment/settings", {"colour": "red"}, 400),
        ("POST", "/enrichment/settings", {"limits": {"spotify": 1}}, 400),
    ],
)
def test_invalid_requests_are_answered_with_a_reason(control, method, path, body, status):
    assert control(method, path, body, status)["error"]
