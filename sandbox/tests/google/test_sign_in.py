"""Consent, tokens, revocation and userinfo."""

import re

import jwt
import pytest
import requests

from sandbox.tests.google.google_client import (
    BEN,
    CLIENT,
    DRIVE_FILE,
    REDIRECT_URI,
    SPREADSHEETS,
    authorization,
    consent,
    exchange,
    sign_in,
    token,
)


@pytest.fixture
def page(url):
    def page(path="/google-accounts/o/oauth2/auth", **changes):
        return requests.get(f"{url}{path}", params=authorization(**changes), timeout=10)

    return page


@pytest.mark.parametrize("path", ["/google-accounts/o/oauth2/auth", "/google-accounts/o/oauth2/v2/auth"])
def test_the_page_offers_every_person_and_a_checkbox_for_each_scope(page, path):
    text = page(path, scope=f"openid email {DRIVE_FILE} {SPREADSHEETS}").text
    assert re.findall(r'name="person" value="(\w+)"', text) == ["ada", "ben", "cleo"]
    assert re.findall(r'name="granted" value="([^"]+)" checked', text) == [DRIVE_FILE, SPREADSHEETS]


def test_the_page_escapes_the_request(page):
    assert "<script>" not in page(state='"><script>').text


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"client_id": "other"}, "invalid_client"),
        ({"redirect_uri": "http://127.0.0.1/complete/other/"}, "redirect_uri_mismatch"),
        ({"redirect_uri": "http://localhost:8123/complete/google-oauth2/"}, "redirect_uri_mismatch"),
        ({"redirect_uri": "https://127.0.0.1/complete/google-oauth2/"}, "redirect_uri_mismatch"),
        ({"redirect_uri": REDIRECT_URI + "?x=1"}, "redirect_uri_mismatch"),
        ({"redirect_uri": "http://127.0.0.1@evil.example/complete/google-oauth2/"}, "redirect_uri_mismatch"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "openid everything"}, "invalid_scope"),
        ({"scope": ""}, "invalid_request"),
        ({"code_challenge": "x", "code_challenge_method": "MD5"}, "invalid_request"),
    ],
)
def test_a_wrong_request_gets_a_page_and_no_redirect(page, changes, code):
    answer = page(**changes)
    assert answer.status_code in (400, 401)
    assert code in answer.text


def test_agreeing_redirects_with_code_and_state(url):
    back = consent(url)
    assert back["state"] == "xyz"
    assert set(back) == {"state", "code", "scope", "authuser", "prompt"}
    assert DRIVE_FILE in back["scope"]


def test_cancelling_redirects_with_access_denied(url):
    assert consent(url, decision="cancel") == {"state": "xyz", "error": "access_denied"}


def test_an_unticked_box_is_not_granted(url):
    tokens = sign_in(url, granted=())
    assert DRIVE_FILE not in tokens["scope"].split()
    assert "openid" in tokens["scope"].split()


def test_nothing_granted_is_access_denied(url):
    assert consent(url, scope=DRIVE_FILE, granted=())["error"] == "access_denied"


def test_a_scope_without_a_checkbox_cannot_be_granted(url):
    assert SPREADSHEETS not in consent(url, granted=(DRIVE_FILE, SPREADSHEETS))["scope"]


def test_a_code_is_exchanged_for_tokens(url):
    tokens = sign_in(url)
    assert set(tokens) == {"access_token", "expires_in", "scope", "token_type", "refresh_token", "id_token"}
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 3599)
    claims = jwt.decode(tokens["id_token"], options={"verify_signature": False})
    assert (claims["email"], claims["aud"], claims["iss"]) == (
        "ada@example.com",
        CLIENT,
        "https://accounts.google.com",
    )


def test_a_code_is_valid_once(url):
    code = consent(url)["code"]
    assert exchange(url, code).status_code == 200
    again = exchange(url, code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


def test_a_code_is_valid_for_ten_minutes(url, world):
    code = consent(url)["code"]
    world.advance(601)
    assert exchange(url, code).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"redirect_uri": "http://127.0.0.1/"}, 400, "redirect_uri_mismatch"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "wrong"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_a_wrong_exchange_is_refused(url, form, status, error):
    answer = exchange(url, consent(url)["code"], **form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_an_exchange_requires_a_code(url):
    answer = exchange(url, "")
    assert answer.json() == {
        "error": "invalid_request",
        "error_description": "Missing required parameter: code",
    }


def test_the_client_may_authenticate_in_a_header(url):
    form = {"grant_type": "authorization_code", "code": consent(url)["code"], "redirect_uri": REDIRECT_URI}
    answer = requests.post(
        f"{url}/google-token/token", form, auth=(CLIENT, "sandbox-google-secret"), timeout=10
    )
    assert answer.status_code == 200


def test_a_code_challenge_requires_its_verifier(url):
    verifier, challenge = (
        "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    )
    asked = {"code_challenge": challenge, "code_challenge_method": "S256"}
    missing = exchange(url, consent(url, **asked)["code"])
    wrong = exchange(url, consent(url, **asked)["code"], code_verifier="x" * 43)
    assert [answer.json()["error_description"] for answer in (missing, wrong)] == [
        "Missing code verifier.",
        "Invalid code verifier.",
    ]
    assert exchange(url, consent(url, **asked)["code"], code_verifier=verifier).status_code == 200


def test_a_refresh_token_comes_once_unless_consent_is_asked_for(url):
    assert "refresh_token" in sign_in(url)
    assert "refresh_token" not in sign_in(url)
    assert "refresh_token" in sign_in(url, prompt="consent")
    assert "refresh_token" not in sign_in(url, "ben", access_type="online")
    assert "refresh_token" in sign_in(url, "ben")


def test_a_refresh_gives_an_access_token_and_no_new_refresh_token(url, world):
    tokens = sign_in(url)
    answer = token(url, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert "refresh_token" not in answer.json()
    assert world.google.grants.valid_access(answer.json()["access_token"]).email == "ada@example.com"


def test_a_revoked_grant_is_invalid(url, world):
    tokens = sign_in(url)
    world.google.revoke("ada")
    answer = token(url, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert (answer.status_code, answer.json()) == (
        400,
        {"error": "invalid_grant", "error_description": "Token has been expired or revoked."},
    )


def test_granted_scopes_can_be_included(url):
    sign_in(url)
    tokens = sign_in(url, scope="openid", include_granted_scopes="true")
    assert DRIVE_FILE in tokens["scope"].split()


def test_revoking_ends_the_whole_grant(url):
    tokens = sign_in(url)
    revoke = f"{url}/google-token/revoke"
    assert requests.post(revoke, {"token": tokens["access_token"]}, timeout=10).status_code == 200
    assert requests.post(revoke, {"token": tokens["refresh_token"]}, timeout=10).status_code == 400
    assert token(url, grant_type="refresh_token", refresh_token=tokens["refresh_token"]).status_code == 400


def test_userinfo_has_the_claims_of_the_scopes(url):
    def userinfo(access):
        headers = {"Authorization": f"Bearer {access}"}
        return requests.get(f"{url}/google-userinfo/v1/userinfo", headers=headers, timeout=10)

    known = userinfo(sign_in(url, "ben", scope="openid email profile")["access_token"]).json()
    assert known["sub"].isdecimal()
    assert (known["email"], known["email_verified"], known["name"]) == (BEN, True, "Ben Okafor")
    assert set(userinfo(sign_in(url, "ben", scope="openid")["access_token"]).json()) == {"sub"}
    assert userinfo(sign_in(url, scope=DRIVE_FILE)["access_token"]).status_code == 401
    assert userinfo("nonsense").status_code == 401
