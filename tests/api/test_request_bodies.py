"""Bodies that cannot be read, or stored."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.api_tokens import make_token
from tests.api.conftest import Scope, assert_refused
from tests.support.cast import make_alice


@pytest.mark.parametrize(
    "body",
    [
        "{",
        b"\xff",
        r'{"name": "a\u0000", "rules": {}}',
        r'{"name": "a", "rules": {"conditions": [{"on": "genre", "name": "\ud800"}]}}',
        r'{"name": "a", "rules": {"\u0000": 1}}',
        "[" * 5000,
    ],
)
def test_a_body_that_cannot_be_stored_is_refused_as_a_whole(db, body) -> None:
    _, text = make_token(make_alice(), name="test", scopes=Scope)
    headers = {"Authorization": f"Bearer {text}"}
    response = Client().post("/api/v1/smart-sheets", body, "application/json", headers=headers)
    assert_refused(response, 400, "api_request_unreadable")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=B", ""]
)
def test_a_body_of_another_content_type_is_refused(db, kind) -> None:
    _, text = make_token(make_alice(), name="test", scopes=Scope)
    headers = {"Authorization": f"Bearer {text}"}
    response = Client().generic("PATCH", "/api/v1/sheet", b"{}", kind, headers=headers)
    assert_refused(response, 415, "api_body_not_json")


def test_any_other_text_of_any_language_is_stored(call) -> None:
    name = "Späte Nächte 🌙 夜"
    response = call("POST", "/smart-sheets", {"name": name, "rules": {"conditions": []}})
    assert (response.status_code, response.json()["name"]) == (201, name)
