"""A person with an API token, and a client that sends it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.api_tokens import make_token
from accounts.models import ApiToken, User
from tests.support.cast import make_alice

ApiCall = Callable[..., HttpResponse]
Scope = ApiToken.Scope


@pytest.fixture
def alice(db: Any) -> User:
    return make_alice()


@pytest.fixture
def call(alice: User) -> ApiCall:
    """Calls the API with a token of Alice's that may do everything."""
    return caller(alice, *Scope)


def caller(user: User, *scopes: Scope) -> ApiCall:
    """Returns a function that calls the API with a new token of these scopes."""
    _, text = make_token(user, name="test", scopes=scopes)
    client = Client(headers={"Authorization": f"Bearer {text}"}, raise_request_exception=False)

    def call(method: str, path: str, data: Any = None, **headers: str) -> HttpResponse:
        return client.generic(
            method,
            f"/api/v1{path}",
            b"" if data is None else json.dumps(data),
            "application/json",
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )

    return call


def assert_refused(response: HttpResponse, status: int, code: str) -> None:
    """Checks that the answer is the document of this problem."""
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response["Content-Type"] == "application/problem+json"
