"""ReccoBeats' stand-in."""

from collections.abc import Callable

import pytest
import requests

from sandbox.enrichment.recordings import SECOND_RECORD_SHARE, is_known
from sandbox.spotify.features import measured
from sandbox.spotify.ids import is_id
from sandbox.spotify.source import source_tracks

TRACKS = source_tracks()
KNOWN = [track for track in TRACKS if is_known(track.id)]
UNKNOWN = [track for track in TRACKS if not is_known(track.id)]
HREF = "https://open.spotify.com/track/"
NAMES = {
    "id",
    "href",
    "isrc",
    "acousticness",
    "danceability",
    "energy",
    "instrumentalness",
    "key",
    "liveness",
} | {
    "loudness",
    "mode",
    "speechiness",
    "tempo",
    "valence",
}


@pytest.fixture
def ask(url, http) -> Callable[..., requests.Response]:
    def ask(path: str = "/audio-features", **params: object) -> requests.Response:
        return http.get(f"{url}/reccobeats/v1{path}", params=params)

    return ask


def content(answer: requests.Response) -> dict[str, dict]:
    """The items by the Spotify id at the end of `href`."""
    return {item["href"].removeprefix(HREF): item for item in answer.json()["content"]}


def test_features_are_the_real_ones(ask):
    asked = KNOWN[:40]
    found = content(ask(ids=",".join(track.id for track in asked)))
    assert set(found) == {track.id for track in asked}
    for track in asked:
        item = found[track.id]
        assert set(item) == NAMES
        assert item["isrc"] == track.isrc
        assert {name: item[name] for name in measured(track.isrc)} == measured(track.isrc)


def test_ids_may_be_repeated_instead_of_listed(ask):
    ids = [track.id for track in KNOWN[:3]]
    assert set(content(ask(ids=ids))) == set(content(ask(ids=",".join(ids)))) == set(ids)


def test_unknown_ids_are_left_out(ask):
    ids = [KNOWN[0].id, UNKNOWN[0].id, "0" * 22, "nothing"]
    assert list(content(ask(ids=",".join(ids)))) == [KNOWN[0].id]
    assert ask(ids=UNKNOWN[0].id).json() == {"content": []}


def test_a_third_of_the_tracks_is_unknown():
    assert 0.28 < len(UNKNOWN) / len(TRACKS) < 0.39


def test_the_order_is_stable_but_not_that_of_the_request(ask):
    ids = [track.id for track in KNOWN[:20]]
    first, second = ([item["href"][-22:] for item in ask(ids=ids).json()["content"]] for _ in range(2))
    assert first == second != ids
    assert sorted(first) == sorted(ids)


@pytest.mark.parametrize("path", ["/audio-features", "/track"])
@pytest.mark.parametrize("count", [0, 41])
def test_from_one_to_forty_ids_are_allowed(ask, path, count):
    answer = ask(path, ids=",".join(track.id for track in TRACKS[:count]))
    assert (answer.status_code, answer.json()["errorCode"]) == (400, 4001)


def test_an_isrc_may_have_a_second_record_of_another_release(world, ask):
    seconds = [track for track in KNOWN if len(world.enrichment.recordings.find(track.isrc)) == 2]
    assert 0.5 * SECOND_RECORD_SHARE < len(seconds) / len(KNOWN) < 1.5 * SECOND_RECORD_SHARE
    track = seconds[0]
    found = content(ask(ids=track.isrc))
    (other,) = set(found) - {track.id}
    assert is_id(other)
    assert {item["isrc"] for item in found.values()} == {track.isrc}
    assert found[other]["tempo"] != found[track.id]["tempo"]
    assert list(content(ask(ids=track.id))) == [track.id]


def test_its_own_ids_work_everywhere(ask):
    item = ask(ids=KNOWN[0].id).json()["content"][0]
    assert ask(ids=item["id"]).json()["content"] == [item]
    assert ask(f"/track/{item['id']}/audio-features").json() == item
    assert ask(f"/track/{item['id']}").json()["href"] == item["href"]


@pytest.mark.parametrize("id", [KNOWN[0].id, KNOWN[0].isrc, "6f9619ff-8b86-d011-b42d-00cf4fc964ff"])
@pytest.mark.parametrize("path", ["/track/{}/audio-features", "/track/{}"])
def test_one_track_is_looked_up_by_its_own_id_only(ask, path, id):
    answer = ask(path.format(id))
    assert (answer.status_code, answer.json()["errorCode"]) == (404, 4041)


def test_tracks_have_their_names(ask):
    track = KNOWN[0]
    (item,) = ask("/track", ids=track.id).json()["content"]
    assert (item["trackTitle"], item["isrc"], item["durationMs"]) == (
        track.name,
        track.isrc,
        track.duration_ms,
    )
    assert item["artists"][0]["href"] == f"https://open.spotify.com/artist/{track.artists[0].id}"


def test_generated_and_odd_tracks_have_features(world, ask):
    world.spotify.grow("ada", 400)
    for person in ("ada", "cleo"):
        ids = [item.key for item in world.spotify.library(person) if is_id(item.key)]
        known = {id for id in ids if world.enrichment.knows_track(id)}
        assert known and known != set(ids)
        found = [content(ask(ids=",".join(ids[at : at + 40]))) for at in range(0, len(ids), 40)]
        assert set().union(*found) == known


def test_a_generated_track_is_looked_up_by_its_isrc(world, ask):
    assert ask(ids="QZSBX0000004").json() == {"content": []}
    ids = [world.spotify.catalogue.variant(number) for number in range(12)]
    known = next(number for number, id in enumerate(ids) if is_known(id))
    assert ids[known] in content(ask(ids=f"QZSBX{known:07}"))


def test_a_limit_answers_429_with_the_seconds_to_wait(world, ask):
    assert {ask(ids=KNOWN[0].id).status_code for _ in range(20)} == {200}
    limit = world.enrichment.limits["reccobeats"]
    limit.requests, limit.seconds = 2, 60
    world.advance(3600)
    assert [ask(ids=KNOWN[0].id).status_code for _ in range(3)] == [200, 200, 429]
    answer = ask(ids=KNOWN[0].id)
    assert answer.json()["errorCode"] == 4291
    assert 50 < int(answer.headers["Retry-After"]) <= 60
    world.advance(61)
    assert ask(ids=KNOWN[0].id).status_code == 200


def test_faults_hit_and_requests_are_counted(world, ask):
    world.faults.add("reccobeats", "audio_features", {"status": 503}, nth=2)
    assert [ask(ids=KNOWN[0].id).status_code for _ in range(3)] == [200, 503, 200]
    assert (ask("/track", ids="x").status_code, ask("/artist").status_code) == (200, 404)
    counts = [world.count("reccobeats", kind) for kind in ("audio_features", "track", "other", None)]
    assert counts == [3, 1, 1, 5]
