"""The page of API tokens: a token is shown once, used, listed by its ending, and revoked."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.api_tokens import MOST_TOKENS, make_token
from accounts.models import ApiToken
from tests.support.cast import make_alice, make_bob

pytestmark = pytest.mark.django_db
NEW = {"name": "My phone", "scopes": ["read", "sync"], "days": "90"}


@pytest.fixture
def alice(client):
    alice = make_alice()
    client.force_login(alice)
    return alice


def test_a_token_is_shown_once_and_works_until_it_is_revoked(client, alice) -> None:
    page = client.post("/settings/api/", NEW)
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    (text,) = re.findall(r"ts_[A-Za-z0-9]{43}", page.content.decode())
    api = Client(headers={"Authorization": f"Bearer {text}"})
    assert api.get("/api/v1/me").json()["scopes"] == ["read", "sync"]
    token = ApiToken.objects.get()
    assert timedelta(days=89) < token.expires_at - timezone.now() <= timedelta(days=90)
    assert text not in str(ApiToken.objects.values().get())
    again = client.get("/settings/api/").content.decode()
    assert text not in again
    assert f"…{text[-4:]}" in again
    assert client.post(f"/settings/api/{token.pk}/revoke/", follow=True).status_code == 200
    assert api.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "x" * 61}, "at most 60"),
        ({"scopes": []}, "Tick at least one."),
        ({"scopes": ["admin"]}, "not one of the available choices"),
        ({"days": "9999"}, "not one of the available choices"),
    ],
)
def test_a_form_that_is_not_right_makes_none_and_says_why(client, alice, change, said) -> None:
    page = client.post("/settings/api/", NEW | change)
    assert (page.status_code, ApiToken.objects.count()) == (422, 0)
    assert said in page.content.decode()


def test_nobody_has_more_than_twenty(client, alice) -> None:
    for _ in range(MOST_TOKENS):
        make_token(alice, name="one", scopes=[ApiToken.Scope.READ])
    page = client.post("/settings/api/", NEW)
    assert (page.status_code, ApiToken.objects.count()) == (422, MOST_TOKENS)
    assert "You have 20 API tokens" in page.content.decode()


def test_the_token_of_somebody_else_is_neither_shown_nor_revoked(client, alice) -> None:
    token, _ = make_token(make_bob(), name="Bob's own", scopes=[ApiToken.Scope.READ])
    assert "Bob" not in client.get("/settings/api/").content.decode()
    for method in (client.get, client.post):
        assert method(f"/settings/api/{token.pk}/revoke/").status_code == 404
    assert ApiToken.objects.filter(pk=token.pk).exists()


def test_a_name_is_text_and_no_markup(client, alice) -> None:
    page = client.post("/settings/api/", NEW | {"name": "<b>x</b>"}).content.decode()
    assert "&lt;b&gt;x&lt;/b&gt;" in page and "<b>x" not in page


def test_revoking_asks_first_and_says_what_happens(client, alice) -> None:
    token, _ = make_token(alice, name="My phone", scopes=[ApiToken.Scope.READ])
    address = f"/settings/api/{token.pk}/revoke/"
    assert f'href="{address}"' in client.get("/settings/api/").content.decode()
    page = client.get(address).content.decode()
    assert "Revoke <bdi>My phone</bdi>?" in page and f"<code>{token.ending}</code> is refused" in page
    assert '<a role="button" class="outline secondary" href="/settings/api/">Keep it</a>' in page
    assert ApiToken.objects.exists()


def test_the_number_of_tokens_does_not_change_the_number_of_queries(
    client, alice, django_assert_num_queries
) -> None:
    make_token(alice, name="one", scopes=[ApiToken.Scope.READ])
    with CaptureQueriesContext(connection) as one:
        client.get("/settings/api/")
    for _ in range(3):
        make_token(alice, name="more", scopes=[ApiToken.Scope.READ])
    with django_assert_num_queries(len(one)):
        client.get("/settings/api/")
