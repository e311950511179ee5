"""The token endpoint, and the lifetime of tokens and grants."""

import pytest

from sandbox.spotify.token_endpoint import challenge_of

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
"""The example of RFC 7636, appendix B."""


def refusal(answer):
    assert answer.status_code == 400
    return answer.json()["error"], answer.json()["error_description"]


@pytest.fixture
def post(url, http):
    return lambda form, **more: http.post(f"{url}/spotify-accounts/api/token", form, **more)


def test_a_code_is_exchanged_for_both_tokens(agree, exchange):
    answer = exchange(agree())
    assert answer.status_code == 200
    assert set(answer.json()) == {"access_token", "token_type", "scope", "expires_in", "refresh_token"}
    assert answer.json()["token_type"] == "Bearer"
    assert (answer.json()["scope"], answer.json()["expires_in"]) == ("user-library-read", 3600)


def test_a_code_is_valid_once(agree, exchange):
    code = agree()
    exchange(code)
    assert refusal(exchange(code)) == ("invalid_grant", "Invalid authorization code")


def test_a_code_is_valid_for_ten_minutes(world, agree, exchange):
    in_time, late = agree(), agree()
    world.advance(590)
    assert exchange(in_time).status_code == 200
    world.advance(10)
    assert refusal(exchange(late)) == ("invalid_grant", "Authorization code expired")


def test_the_redirect_uri_of_the_exchange_is_that_of_the_consent(agree, exchange):
    other = exchange(agree(), redirect_uri="http://127.0.0.1:8001/complete/spotify/")
    assert refusal(other) == ("invalid_grant", "Invalid redirect URI")


def test_the_code_challenge_is_that_of_the_rfc():
    assert challenge_of(VERIFIER) == CHALLENGE


def test_a_code_challenge_requires_its_verifier(agree, exchange):
    asked = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    assert exchange(agree(**asked), code_verifier=VERIFIER).status_code == 200
    assert refusal(exchange(agree(**asked), code_verifier="wrong"))[0] == "invalid_grant"
    assert refusal(exchange(agree(**asked)))[0] == "invalid_request"


def test_a_verifier_without_a_challenge_is_refused(agree, exchange):
    assert refusal(exchange(agree(), code_verifier=VERIFIER))[0] == "invalid_grant"


def test_the_client_may_authenticate_in_the_body(post, sign_in):
    form = {
        "grant_type": "refresh_token",
        "refresh_token": sign_in()["refresh_token"],
        "client_id": "sandbox-spotify-client",
        "client_secret": "sandbox-spotify-secret",
    }
    assert post(form).status_code == 200


@pytest.mark.parametrize(
    ("auth", "said"),
    [
        (None, "Invalid client"),
        (("another", "sandbox-spotify-secret"), "Invalid client"),
        (("sandbox-spotify-client", "wrong"), "Invalid client secret"),
    ],
)
def test_wrong_client_credentials_are_refused(post, auth, said):
    form = {"grant_type": "refresh_token", "refresh_token": "x"}
    assert refusal(post(form, auth=auth)) == ("invalid_client", said)


@pytest.mark.parametrize("header", ["Basic %%%", "Basic", "Bearer c2FuZGJveA=="])
def test_an_unreadable_authorization_is_an_invalid_client(post, header):
    answer = post({"grant_type": "refresh_token"}, headers={"Authorization": header})
    assert refusal(answer) == ("invalid_client", "Invalid client")


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "unsupported_grant_type"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code"}, "invalid_request"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "made-up"}, "invalid_grant"),
    ],
)
def test_invalid_token_requests_are_answered_with_an_error(post, form, error):
    assert refusal(post(form, auth=("sandbox-spotify-client", "sandbox-spotify-secret")))[0] == error


def test_a_refresh_gives_an_access_token_and_no_refresh_token(sign_in, refresh):
    first = sign_in()
    answer = refresh(first["refresh_token"]).json()
    assert "refresh_token" not in answer
    assert answer["access_token"] != first["access_token"]
    assert (answer["expires_in"], answer["scope"]) == (3600, "user-library-read")
    assert refresh(first["refresh_token"]).status_code == 200


def test_a_refresh_that_rotates_ends_the_old_token(world, sign_in, refresh):
    world.spotify.rotate = "always"
    first = sign_in()["refresh_token"]
    second = refresh(first).json()["refresh_token"]
    assert second != first
    assert refusal(refresh(first)) == ("invalid_grant", "Refresh token revoked")
    assert refresh(second).status_code == 200


def test_a_refresh_may_answer_null(world, sign_in, refresh):
    world.spotify.rotate = "null"
    token = sign_in()["refresh_token"]
    assert refresh(token).json()["refresh_token"] is None
    assert refresh(token).status_code == 200


def test_an_access_token_is_valid_for_an_hour(world, get):
    assert get("/me").status_code == 200
    world.advance(3590)
    assert get("/me").status_code == 200
    world.advance(20)
    assert get("/me").json() == {"error": {"status": 401, "message": "The access token expired"}}


def test_access_can_be_made_to_expire_at_once(world, get):
    get("/me")
    world.spotify.expire_access("ada")
    assert get("/me").json()["error"]["message"] == "The access token expired"


def test_a_revoked_grant_ends_every_token(world, get, sign_in, refresh):
    get("/me")
    token, bens = sign_in()["refresh_token"], sign_in("ben")["refresh_token"]
    world.spotify.revoke("ada")
    assert get("/me").json() == {"error": {"status": 401, "message": "Invalid access token"}}
    assert refusal(refresh(token)) == ("invalid_grant", "Refresh token revoked")
    assert refresh(bens).status_code == 200


@pytest.mark.parametrize("rotate", ["never", "always"])
def test_a_grant_ends_six_months_after_the_consent_however_often_it_was_used(world, sign_in, refresh, rotate):
    world.spotify.rotate = rotate
    token = sign_in()["refresh_token"]
    world.spotify.age("ada", 100)
    token = refresh(token).json().get("refresh_token", token)
    world.spotify.age("ada", 82)
    token = refresh(token).json().get("refresh_token", token)
    world.spotify.age("ada", 1)
    assert refusal(refresh(token)) == ("invalid_grant", "Refresh token expired")


def test_consenting_again_begins_another_six_months(world, sign_in, refresh):
    sign_in()
    world.spotify.age("ada", 190)
    assert refresh(sign_in()["refresh_token"]).status_code == 200


def test_a_consent_without_the_browser_gives_working_tokens(world, url, http, refresh):
    tokens = world.spotify.consent("ben")
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert http.get(f"{url}/spotify-api/v1/me", headers=headers).json()["display_name"] == "Ben Okafor"
    assert refresh(tokens["refresh_token"]).status_code == 200
