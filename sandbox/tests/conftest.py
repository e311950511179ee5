"""Fixtures of the sandbox's tests: a fresh world, an HTTP client, and sign-in at Spotify's stand-in."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from sandbox import World
from sandbox.testing.fixtures import (
    RunningSandbox,
    proxy_environment_ignored,
    sandbox_server,
    service_account_key_parsed_once,
)

__all__ = ["proxy_environment_ignored", "sandbox_server", "service_account_key_parsed_once"]

REDIRECT_URI = "http://127.0.0.1:8000/complete/spotify/"
APP = ("sandbox-spotify-client", "sandbox-spotify-secret")
SignIn = Callable[..., dict[str, Any]]


@pytest.fixture
def world(sandbox_server: RunningSandbox) -> World:
    """The world behind `url`, in its initial state."""
    sandbox_server.world.reset()
    return sandbox_server.world


@pytest.fixture
def url(sandbox_server: RunningSandbox, world: World) -> str:
    """The address of a sandbox in its initial state."""
    return sandbox_server.url


@pytest.fixture(scope="session")
def kept_connections() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


@pytest.fixture
def http(kept_connections: requests.Session) -> requests.Session:
    """A client without cookies. Its connections stay open from test to test."""
    kept_connections.cookies.clear()
    return kept_connections


@pytest.fixture
def agree(url: str, http: requests.Session) -> Callable[..., str]:
    """Submits the consent page's form and returns the authorization code."""

    def agree(person: str = "ada", **fields: str) -> str:
        form = {
            "client_id": APP[0],
            "response_type": "code",
            "redirect_uri": REDIRECT_URI,
            "scope": "user-library-read",
            "state": "abc",
            "person": person,
            "decision": "agree",
        }
        answer = http.post(f"{url}/spotify-accounts/authorize", form | fields, allow_redirects=False)
        return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]

    return agree


@pytest.fixture
def exchange(url: str, http: requests.Session) -> Callable[..., requests.Response]:
    """Exchanges a code for tokens."""

    def exchange(code: str, **fields: str) -> requests.Response:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT_URI}
        return http.post(f"{url}/spotify-accounts/api/token", form | fields, auth=APP)

    return exchange


@pytest.fixture
def refresh(url: str, http: requests.Session) -> Callable[[str], requests.Response]:
    """Requests a new access token."""

    def refresh(token: str) -> requests.Response:
        form = {"grant_type": "refresh_token", "refresh_token": token}
        return http.post(f"{url}/spotify-accounts/api/token", form, auth=APP)

    return refresh


@pytest.fixture
def sign_in(agree: Callable[..., str], exchange: Callable[..., requests.Response]) -> SignIn:
    """Returns a person's tokens, as the token endpoint sends them."""

    def sign_in(person: str = "ada", scope: str = "user-library-read") -> dict[str, Any]:
        return exchange(agree(person, scope=scope)).json()

    return sign_in


@pytest.fixture
def get(url: str, http: requests.Session, sign_in: SignIn) -> Callable[..., requests.Response]:
    """Requests a path of the Web API as a person, who is signed in at the first call."""
    tokens: dict[str, str] = {}

    def get(path: str, person: str = "ada", **params: object) -> requests.Response:
        if person not in tokens:
            tokens[person] = sign_in(person)["access_token"]
        headers = {"Authorization": f"Bearer {tokens[person]}"}
        return http.get(f"{url}/spotify-api/v1{path}", params=params, headers=headers)

    return get
