"""The consent page, and redirect URIs."""

from urllib.parse import parse_qs, urlsplit

import pytest

from sandbox.spotify.apps import App, is_secure_redirect

ASKED = {
    "client_id": "sandbox-spotify-client",
    "response_type": "code",
    "redirect_uri": "http://127.0.0.1:8000/complete/spotify/",
    "scope": "user-library-read",
    "state": "s&t=<1>",
}


@pytest.fixture
def ask(url, http):
    return lambda **changes: http.get(f"{url}/spotify-accounts/authorize", params=ASKED | changes)


@pytest.fixture
def decide(url, http):
    def decide(**fields: str) -> dict[str, list[str]]:
        answer = http.post(f"{url}/spotify-accounts/authorize", ASKED | fields, allow_redirects=False)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(ASKED["redirect_uri"] + "?")
        return parse_qs(urlsplit(answer.headers["Location"]).query)

    return decide


def test_the_page_offers_every_person_and_repeats_the_request(ask):
    page = ask().text
    for name in ("Ada Lindqvist", "Ben Okafor", "Cleo Marsh"):
        assert name in page
    assert 'name="state" value="s&amp;t=&lt;1&gt;"' in page
    assert "See what you have saved in your library" in page


def test_agreeing_redirects_with_a_code_and_the_state(decide):
    answer = decide(person="ben", decision="agree")
    assert answer["state"] == ["s&t=<1>"]
    assert answer["code"][0].startswith("AQ")


def test_cancelling_redirects_with_an_error_and_the_state(decide):
    assert decide(person="ben", decision="cancel") == {"error": ["access_denied"], "state": ["s&t=<1>"]}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"client_id": ""}, "Missing required parameter: client_id"),
        ({"client_id": "another"}, "INVALID_CLIENT: Invalid client"),
        ({"response_type": "token"}, "response_type must be code"),
        ({"redirect_uri": ""}, "INVALID_CLIENT: Invalid redirect URI"),
        ({"redirect_uri": "http://127.0.0.1:8000/complete/spotify"}, "INVALID_CLIENT: Invalid redirect URI"),
        (
            {"redirect_uri": "http://localhost:8000/complete/spotify/"},
            "INVALID_CLIENT: Insecure redirect URI",
        ),
        ({"scope": "user-library-read everything"}, "INVALID_SCOPE: Invalid scope"),
        ({"code_challenge": "x", "code_challenge_method": "plain"}, "code_challenge_method must be S256"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_wrong_request_gets_a_page_and_no_redirect(url, http, method, changes, said):
    where, fields = f"{url}/spotify-accounts/authorize", ASKED | changes
    sent = (
        {"params": fields} if method == "GET" else {"data": fields | {"person": "ada", "decision": "agree"}}
    )
    answer = http.request(method, where, **sent, allow_redirects=False)
    assert (answer.status_code, said in answer.text) == (400, True)


def test_agreeing_without_choosing_a_person_shows_a_page(url, http):
    answer = http.post(
        f"{url}/spotify-accounts/authorize", ASKED | {"decision": "agree"}, allow_redirects=False
    )
    assert (answer.status_code, "Nobody was chosen" in answer.text) == (400, True)


@pytest.mark.parametrize(
    ("registered", "uri", "same"),
    [
        ("http://127.0.0.1/a/", "http://127.0.0.1:5000/a/", True),
        ("http://127.0.0.1/a/", "http://127.0.0.1/a/", True),
        ("http://127.0.0.1:1/a/", "http://127.0.0.1:2/a/", False),
        ("http://127.0.0.1/a/", "http://127.0.0.1:5000/a", False),
        ("http://127.0.0.1/a/", "http://127.0.0.1:5000/a/?x=1", False),
        ("http://127.0.0.1/a/", "https://127.0.0.1:5000/a/", False),
        ("http://127.0.0.1/a/", "http://user@127.0.0.1:5000/a/", False),
        ("http://[::1]/a/", "http://[::1]:5000/a/", True),
        ("https://ours.example/a/", "https://ours.example:8443/a/", False),
        ("https://ours.example/a/", "https://ours.example/a/", True),
    ],
)
def test_redirect_uris_are_exact_but_for_a_loopback_port(registered, uri, same):
    assert App(redirect_uris=[registered]).accepts_redirect(uri) is same


@pytest.mark.parametrize(
    ("uri", "secure"),
    [
        ("https://ours.example/", True),
        ("http://ours.example/", False),
        ("http://localhost/", False),
        ("http://127.0.0.1/", True),
        ("http://[::1]/", True),
    ],
)
def test_plain_http_is_for_numeric_loopback_addresses_only(uri, secure):
    assert is_secure_redirect(uri) is secure
