"""spotipy against the sandbox, configured to report errors at once, with their headers."""

import pytest
import requests
import spotipy
from requests.adapters import HTTPAdapter
from urllib3.util import Retry


@pytest.fixture
def client(url, sign_in):
    retries = Retry(total=0, respect_retry_after_header=False, status_forcelist=())
    with requests.Session() as session:
        session.mount("http://", HTTPAdapter(max_retries=retries))
        client = spotipy.Spotify(auth=sign_in()["access_token"], requests_session=session)
        client.prefix = f"{url}/spotify-api/v1/"
        yield client


def test_it_reads_the_current_user(client):
    assert client.me()["display_name"] == "Ada Lindqvist"


def test_it_reads_a_whole_library_by_following_next(world, client):
    page = client.current_user_saved_tracks(limit=50)
    items = page["items"]
    while page := client.next(page):
        items += page["items"]
    assert items == world.spotify.documents("ada")


def test_it_gets_one_track_and_one_artist(client):
    track = client.current_user_saved_tracks(limit=1)["items"][0]["track"]
    assert client.track(track["id"]) == track
    assert client.artist(track["artists"][0]["id"])["name"] == track["artists"][0]["name"]


def test_it_reports_an_invalid_limit(client):
    with pytest.raises(spotipy.SpotifyException, match="Invalid limit") as error:
        client.current_user_saved_tracks(limit=51)
    assert error.value.http_status == 400


def test_it_reports_an_expired_token(world, client):
    world.spotify.expire_access("ada")
    with pytest.raises(spotipy.SpotifyException, match="The access token expired") as error:
        client.me()
    assert error.value.http_status == 401


def test_it_reports_the_quotas_reason_and_retry_after(world, client):
    world.faults.add("spotify-api", "me", {"spotify": "quota", "retry_after": 48925})
    with pytest.raises(spotipy.SpotifyException) as error:
        client.me()
    assert (error.value.http_status, error.value.reason) == (429, "QUOTA_EXCEEDED")
    assert error.value.headers["Retry-After"] == "48925"
    assert world.count("spotify-api", "me") == 1


@pytest.mark.parametrize(
    ("name", "said"), [("premium", "Active premium"), ("not_registered", "not be registered")]
)
def test_it_reports_a_plain_text_403(world, client, name, said):
    world.faults.add("spotify-api", "me", {"spotify": name})
    with pytest.raises(spotipy.SpotifyException, match=said) as error:
        client.me()
    assert error.value.http_status == 403


def test_a_removed_endpoint_is_forbidden(client):
    with pytest.raises(spotipy.SpotifyException, match="Forbidden"):
        client.tracks(["11dFghVXANMlKmJXsNCbNl"])
