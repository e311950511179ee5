"""Token requests of the service account."""

import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from sandbox import World
from sandbox.tests.google.google_client import SPREADSHEETS

AUDIENCE = "https://oauth2.googleapis.com/token"


@pytest.fixture(scope="module")
def key():
    """The private key in the key file, parsed once, because parsing takes longer than the rest of a test."""
    info = World().google.service_account_info("")
    return load_pem_private_key(info["private_key"].encode(), password=None)


@pytest.fixture
def ask(url, world, key, http):
    """Sends an assertion; `claims` override those of a valid one."""
    info = world.google.service_account_info(f"{url}/google-token/token")

    def ask(key=key, algorithm="RS256", **claims):
        now = int(time.time())
        good = {
            "iss": info["client_email"],
            "scope": SPREADSHEETS,
            "aud": AUDIENCE,
            "iat": now,
            "exp": now + 3600,
        }
        payload = {name: value for name, value in (good | claims).items() if value is not None}
        form = {
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": jwt.encode(payload, key, algorithm),
        }
        return http.post(info["token_uri"], form, timeout=10)

    return ask


def test_a_valid_assertion_gives_a_token_for_the_service_account(ask, world):
    tokens = ask().json()
    assert set(tokens) == {"access_token", "expires_in", "token_type"}
    held = world.google.grants.valid_access(tokens["access_token"])
    assert (held.email, held.scopes) == ("tracksheet@sandbox-project.iam.gserviceaccount.com", {SPREADSHEETS})


def test_its_times_are_checked_against_the_machines_clock(ask, world):
    world.advance(86_400)
    assert ask().status_code == 200


@pytest.mark.parametrize(
    ("claims", "error", "text"),
    [
        ({"iss": "other@example.com"}, "invalid_grant", "account not found"),
        ({"aud": "http://127.0.0.1/token"}, "invalid_grant", "Failed audience check"),
        ({"exp": 1_000}, "invalid_grant", "short-lived token"),
        ({"exp": 9_999_999_999}, "invalid_grant", "short-lived token"),
        ({"iat": None}, "invalid_grant", "short-lived token"),
        ({"scope": ""}, "invalid_scope", "Invalid OAuth scope"),
        ({"scope": "everything"}, "invalid_scope", "Invalid OAuth scope"),
    ],
)
def test_a_wrong_claim_is_refused(ask, claims, error, text):
    answer = ask(**claims)
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert text in answer.json()["error_description"]


def test_an_assertion_with_another_key_is_refused(ask):
    key = generate_private_key(public_exponent=65537, key_size=2048)
    assert ask(key=key).json() == {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}


def test_other_algorithms_are_refused(ask):
    assert ask(key="x" * 32, algorithm="HS256").json()["error"] == "invalid_request"
