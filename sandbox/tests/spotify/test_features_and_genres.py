"""Audio features and genres, which old apps only get."""

import pytest

from sandbox.spotify.features import SHARES, made_up, measured
from sandbox.spotify.genres import artist_genres
from sandbox.spotify.source import source_tracks

FIRST = source_tracks()[0]


@pytest.mark.parametrize("path", ["/audio-features", "/audio-features/", f"/audio-features/{FIRST.id}"])
def test_an_app_in_development_mode_gets_no_features(world, get, path):
    answer = get(path, ids=FIRST.id)
    assert (answer.status_code, answer.json()["error"]["message"]) == (403, "Forbidden")
    assert world.count("spotify-api", "audio_features") == 1


def test_an_old_app_gets_features_in_the_requested_order(world, get):
    world.spotify.app.audio_features = True
    grown = world.spotify.catalogue.variant(7)
    ids = [grown, "0" * 22, FIRST.id, "not an id"]
    made, nothing, real, none = get("/audio-features", ids=",".join(ids)).json()["audio_features"]
    assert (nothing, none) == (None, None)
    assert (made["id"], real["id"]) == (grown, FIRST.id)
    assert (real["tempo"], real["energy"], real["key"]) == (116.735, 0.601, 6)
    assert (real["uri"], real["type"]) == (f"spotify:track:{FIRST.id}", "audio_features")
    assert get(f"/audio-features/{FIRST.id}").json() == real


def test_at_most_a_hundred_ids_are_allowed(world, get):
    world.spotify.app.audio_features = True
    ids = [track.id for track in source_tracks()[:101]]
    assert len(get("/audio-features", ids=",".join(ids[:100])).json()["audio_features"]) == 100
    assert get("/audio-features", ids=",".join(ids)).status_code == 400
    assert get("/audio-features").status_code == 400
    assert get(f"/audio-features/{'0' * 22}").status_code == 404


def test_only_an_old_app_gets_genres_of_artists(world, get):
    artist = FIRST.artists[0].id
    assert get(f"/artists/{artist}").json()["genres"] == []
    world.spotify.app.artist_genres = True
    assert get(f"/artists/{artist}").json()["genres"] == ["urban contemporary"]


def test_the_switches_are_in_the_control_api(world, url, http):
    switches = {"audio_features": True, "artist_genres": True}
    assert http.post(f"{url}/control/spotify/app", json=switches).json() == switches
    assert (world.spotify.app.audio_features, world.spotify.app.artist_genres) == (True, True)


def test_generated_features_are_plausible_and_stable():
    for number in range(200):
        isrc = f"QZSBX{number:07}"
        values = measured(isrc)
        assert values == made_up(isrc)
        assert all(0 <= values[name] <= 1 for name in SHARES)
        assert 30 < values["tempo"] < 230 and -30 < values["loudness"] < 1


def test_guests_have_the_genres_of_the_tracks_they_are_on():
    main, *guests = next(track.artists for track in source_tracks() if len(track.artists) > 2)
    genres = artist_genres()
    assert all(set(genres[guest.id]) & set(genres[main.id]) for guest in guests)
