"""Wrong answers of the sources of features and genres, and of Spotify."""

import math

import pytest

from sandbox.enrichment.artists import EVERYWHERE, by_spotify_id
from sandbox.enrichment.recordings import is_known
from sandbox.spotify.source import source_tracks

KNOWN = [track for track in source_tracks() if is_known(track.id)][:40]
ARTISTS = [a for a in by_spotify_id().values() if a.tagged_at == EVERYWHERE and len(a.genres) > 1]
AGENT = {"User-Agent": "Tracksheet/1.0 ( https://tracksheet.example )"}
FEATURES = "/reccobeats/v1/audio-features?ids=" + ",".join(track.id for track in KNOWN)
PAGES = "&".join(f"resource=https://open.spotify.com/artist/{a.spotify_id}" for a in ARTISTS[:20])
URLS = f"/musicbrainz/ws/2/url?fmt=json&inc=artist-rels&{PAGES}"
ARTIST = f"/musicbrainz/ws/2/artist/{ARTISTS[0].mbid}?fmt=json&inc=genres"
TAGS = "/listenbrainz/1/metadata/artist/?inc=tag&artist_mbids=" + ",".join(a.mbid for a in ARTISTS[:20])
TOP_TAGS = (
    f"/lastfm/2.0/?method=artist.gettoptags&format=json&api_key=sandbox-lastfm-key&mbid={ARTISTS[0].mbid}"
)


@pytest.fixture
def ask(world, url, http):
    world.enrichment.remove_limits()

    def ask(path: str):
        answer = http.get(url + path, headers=AGENT)
        assert answer.status_code == 200
        return answer

    return ask


def test_features_can_be_out_of_range(world, ask):
    world.enrichment.answer_wrongly("reccobeats", "out_of_range")
    items = ask(FEATURES).json()["content"]
    assert len(items) == 40
    assert {(item["energy"], item["tempo"], item["valence"]) for item in items} == {(7.0, -1.0, "high")}
    assert all(math.isnan(item["acousticness"]) and item["danceability"] is True for item in items)


def test_features_can_be_those_of_other_tracks(world, ask):
    world.enrichment.answer_wrongly("reccobeats", "wrong_ids")
    ids = {item["href"].rpartition("/")[2] for item in ask(FEATURES).json()["content"]}
    assert len(ids) == 40
    assert ids <= {track.id for track in source_tracks()} - {track.id for track in KNOWN}


def test_spotify_can_give_wrong_features_and_genres(world, get):
    world.spotify.app.audio_features = world.spotify.app.artist_genres = True
    world.enrichment.answer_wrongly("spotify-api", "out_of_range", kind="audio_features")
    (item,) = get("/audio-features", ids=KNOWN[0].id).json()["audio_features"]
    assert (item["id"], item["energy"]) == (KNOWN[0].id, 7.0)
    world.faults.clear()
    world.enrichment.answer_wrongly("spotify-api", "wrong_ids")
    (item,) = get("/audio-features", ids=KNOWN[0].id).json()["audio_features"]
    assert item["id"] != KNOWN[0].id
    artist = KNOWN[0].artists[0].id
    assert get(f"/artists/{artist}").json()["id"] != artist
    world.faults.clear()
    world.enrichment.answer_wrongly("spotify-api", "out_of_range", kind="artist")
    assert get(f"/artists/{artist}").json()["genres"][:2] == ["", 7]


@pytest.mark.parametrize("path", [ARTIST, TAGS, TOP_TAGS])
def test_tags_can_have_impossible_counts_and_names(world, ask, path):
    world.enrichment.answer_wrongly(path.split("/")[1], "out_of_range")
    tags = tags_in(ask(path).json())
    assert {tag["count"] for tag in tags} == {-5}
    assert {tag.get("tag", tag.get("name")) for tag in tags} <= {None, "x" * 4_000}


def tags_in(document) -> list[dict]:
    if isinstance(document, list):
        return [tag for item in document for tag in item["tag"]["artist"]]
    return document["toptags"]["tag"] if "toptags" in document else document["genres"]


@pytest.mark.parametrize("path", [URLS, ARTIST, TAGS, TOP_TAGS])
def test_artists_can_be_replaced_by_others(world, ask, path):
    truth = named(ask(path).json())
    world.enrichment.answer_wrongly(path.split("/")[1], "wrong_ids")
    distorted = named(ask(path).json())
    assert len(distorted) == len(truth)
    assert not distorted & truth


def named(document) -> set[str]:
    """The objects that an answer is about."""
    if isinstance(document, list):
        return {item["artist_mbid"] for item in document}
    if "urls" in document:
        return {item["resource"] for item in document["urls"]}
    return {document["toptags"]["@attr"]["artist"] if "toptags" in document else document["id"]}


@pytest.mark.parametrize("path", [FEATURES, URLS, ARTIST, TAGS, TOP_TAGS])
def test_answers_can_be_html_or_json_of_another_shape(world, ask, path):
    service = path.split("/")[1]
    world.enrichment.answer_wrongly(service, "html", times=1)
    world.enrichment.answer_wrongly(service, "shape", nth=2, times=1)
    page, odd, truth = ask(path), ask(path), ask(path)
    assert page.headers["Content-Type"].startswith("text/html") and page.text.startswith("<!doctype html>")
    assert odd.json()["content"] is None
    assert truth.json() and truth.text != odd.text


def test_an_error_remains_an_error(world, url, http):
    world.enrichment.answer_wrongly("reccobeats", "out_of_range")
    assert http.get(f"{url}/reccobeats/v1/audio-features").status_code == 400


def test_clearing_the_faults_ends_wrong_answers(world, ask):
    world.enrichment.answer_wrongly("reccobeats", "html")
    world.faults.clear()
    assert ask(FEATURES).json()["content"]


@pytest.mark.parametrize(
    ("service", "how", "reason"),
    [
        ("google-sheets", "html", "has no wrong answers"),
        ("reccobeats", "white", "wrong_answer is one of"),
        ("nobody", "html", "no service"),
    ],
)
def test_invalid_wrong_answers_are_refused(world, service, how, reason):
    with pytest.raises(ValueError, match=reason):
        world.enrichment.answer_wrongly(service, how)


@pytest.mark.parametrize(("kind", "items", "total"), [("zeroed", 0, 0), ("empty", 0, 60), ("short", 20, 60)])
def test_a_page_of_saved_tracks_can_lack_items(world, url, http, kind, items, total):
    token = world.spotify.consent("ada")["access_token"]
    world.faults.add("spotify-api", "saved_tracks", {"wrong_answer": kind})
    address, headers = f"{url}/spotify-api/v1/me/tracks?limit=50", {"Authorization": f"Bearer {token}"}
    page = http.get(address, headers=headers).json()
    assert (len(page["items"]), page["total"]) == (items, total)
    page = http.get(address, headers=headers).json()
    assert (len(page["items"]), page["total"]) == (50, 60)


def test_whole_numbers_can_be_floats(world, url, http):
    token = world.spotify.consent("ada")["access_token"]
    world.faults.add("spotify-api", "saved_tracks", {"wrong_answer": "floats"})
    answer = http.get(f"{url}/spotify-api/v1/me/tracks", headers={"Authorization": f"Bearer {token}"})
    assert '"total": 60.0' in answer.text or '"total":60.0' in answer.text
    track = answer.json()["items"][0]["track"]
    assert isinstance(track["duration_ms"], float)
    assert isinstance(track["explicit"], bool)
