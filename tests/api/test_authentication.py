"""Each route refuses: no token, a token of another kind, the wrong scope, one that has expired or was revoked, a session.

A route without a line in `SCOPES` fails, and so does a line without a route.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.api_tokens import make_token, revoke_token
from accounts.models import User
from api.urls import api
from notifications.models import Webhook
from sheets.models import SmartTab
from syncer.models import SyncRun
from tests.api.conftest import Scope, assert_refused, caller
from tests.support.cast import make_bob
from tests.support.songs import Song, save

OPEN = None
SCOPES: dict[str, Scope | None] = {
    "DELETE /api/v1/smart-sheets/{smart_sheet_id}": Scope.WRITE,
    "GET /api/v1/events": Scope.READ,
    "GET /api/v1/me": Scope.READ,
    "GET /api/v1/missing": Scope.READ,
    "GET /api/v1/problems": OPEN,
    "GET /api/v1/problems/{code}": OPEN,
    "GET /api/v1/sheet": Scope.READ,
    "GET /api/v1/smart-sheets": Scope.READ,
    "GET /api/v1/smart-sheets/{smart_sheet_id}": Scope.READ,
    "GET /api/v1/smart-sheets/{smart_sheet_id}/tracks/{track_id}": Scope.READ,
    "GET /api/v1/stats/albums": Scope.READ,
    "GET /api/v1/stats/artists": Scope.READ,
    "GET /api/v1/stats/decades": Scope.READ,
    "GET /api/v1/stats/features": Scope.READ,
    "GET /api/v1/stats/first-of-genres": Scope.READ,
    "GET /api/v1/stats/genres": Scope.READ,
    "GET /api/v1/stats/time-to-first-genre": Scope.READ,
    "GET /api/v1/stats/traffic": Scope.READ,
    "GET /api/v1/syncs": Scope.READ,
    "GET /api/v1/syncs/{sync_id}": Scope.READ,
    "GET /api/v1/tracks": Scope.READ,
    "GET /api/v1/tracks.csv": Scope.READ,
    "GET /api/v1/tracks.jsonl": Scope.READ,
    "GET /api/v1/tracks/{track_id}": Scope.READ,
    "GET /api/v1/webhooks": Scope.READ,
    "GET /api/v1/webhooks/{webhook_id}": Scope.READ,
    "GET /api/v1/webhooks/{webhook_id}/deliveries": Scope.READ,
    "DELETE /api/v1/webhooks/{webhook_id}": Scope.WRITE,
    "PATCH /api/v1/webhooks/{webhook_id}": Scope.WRITE,
    "POST /api/v1/webhooks": Scope.WRITE,
    "POST /api/v1/webhooks/{webhook_id}/test": Scope.WRITE,
    "PATCH /api/v1/sheet": Scope.WRITE,
    "PATCH /api/v1/smart-sheets/{smart_sheet_id}": Scope.WRITE,
    "POST /api/v1/missing/keep": Scope.WRITE,
    "POST /api/v1/missing/kept/remove": Scope.WRITE,
    "POST /api/v1/missing/remove": Scope.WRITE,
    "POST /api/v1/smart-sheets": Scope.WRITE,
    "POST /api/v1/smart-sheets/preview": Scope.READ,
    "POST /api/v1/syncs": Scope.SYNC,
}
GUARDED = sorted(route for route, scope in SCOPES.items() if scope)
BEARER = "Bearer "


def routes() -> list[str]:
    """Every operation of the API's document."""
    paths = api.get_openapi_schema()["paths"]
    return sorted(f"{method.upper()} {path}" for path, methods in paths.items() for method in methods)


def values_of(alice: User) -> dict[str, object]:
    """What of Alice's an address can name."""
    return {
        "smart_sheet_id": SmartTab.objects.get_or_create(user=alice, name="Fast")[0].pk,
        "sync_id": SyncRun.objects.create(user=alice, trigger="person", state="done").pk,
        "track_id": save(alice, Song(timezone.now())).track_id,
        "webhook_id": Webhook.objects.get_or_create(user=alice, url="https://hooks.example/")[0].pk,
    }


def send(route: str, alice: User, token: str | None, client: Client | None = None):
    method, path = route.split()
    path = re.sub(r"{(\w+)}", lambda name: str(values_of(alice)[name[1]]), path)
    headers = {} if token is None else {"Authorization": token}
    # A change of nothing: who may make it is asked first, and then whose it is.
    body = "{}" if method == "PATCH" else b""
    return (client or Client()).generic(method, path, body, "application/json", headers=headers)


def test_every_route_has_its_line() -> None:
    assert routes() == sorted(SCOPES)


@pytest.mark.parametrize("route", GUARDED)
def test_without_a_token_that_is_good_each_is_refused(route, alice) -> None:
    _, expired = make_token(alice, name="old", scopes=Scope, expires_at=timezone.now() + timedelta(days=1))
    revoked, ended = make_token(alice, name="gone", scopes=Scope)
    assert revoke_token(alice, revoked.pk)
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1)):
        assert_refused(send(route, alice, BEARER + expired), 401, "api_token_invalid")
    for token in (None, "", "Bearer", "Basic QTpC", BEARER + "ts_" + "a" * 43, BEARER + ended, ended):
        response = send(route, alice, token)
        assert_refused(response, 401, "api_token_invalid")
        assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("route", GUARDED)
def test_a_session_of_the_site_is_none(route, alice) -> None:
    client = Client()
    client.force_login(alice)
    assert_refused(send(route, alice, None, client), 401, "api_token_invalid")


@pytest.mark.parametrize("route", GUARDED)
def test_a_token_without_the_scope_is_refused_and_changes_nothing(route, alice) -> None:
    others = [scope for scope in Scope if scope != SCOPES[route]]
    _, text = make_token(alice, name="test", scopes=others)
    response = send(route, alice, BEARER + text)
    assert_refused(response, 403, "api_scope_missing")
    assert response.json()["values"] == {"scope": SCOPES[route]}
    assert not SyncRun.objects.exclude(state="done").exists()


@pytest.mark.parametrize("route", sorted(SCOPES))
def test_the_document_names_the_scope_that_the_route_asks_for(route, alice) -> None:
    method, path = route.split()
    operation = api.get_openapi_schema()["paths"][path][method.lower()]
    if SCOPES[route] is OPEN:
        assert "security" not in operation
        return
    (documented,) = [scope for scheme in operation["security"] for scope in scheme["BearerToken"]]
    _, text = make_token(alice, name="test", scopes=())
    refused = send(route, alice, BEARER + text)
    assert (refused.status_code, refused.json()["values"]) == (403, {"scope": documented})
    assert f"The token needs the scope `{documented}`." in operation["description"]


@pytest.mark.parametrize("route", [route for route in GUARDED if "_id}" in route])
def test_what_is_somebody_elses_does_not_exist(route, alice) -> None:
    _, text = make_token(make_bob(), name="test", scopes=Scope)
    assert_refused(send(route, alice, BEARER + text), 404, "api_not_found")


def test_a_token_of_who_is_switched_off_is_refused(alice) -> None:
    call = caller(alice, *Scope)
    User.objects.update(is_active=False)
    assert call("GET", "/me").status_code == 401


def test_the_limits_of_a_token_are_told_and_kept(alice, settings) -> None:
    settings.API_READS_PER_MINUTE, settings.API_TRIGGERS_PER_MINUTE = 2, 1
    call, other = caller(alice, *Scope), caller(alice, *Scope)
    answers = [call("GET", "/me") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0]["RateLimit-Policy"] == '"reads";q=2;w=60'
    assert re.fullmatch(r'"reads";r=1;t=\d\d', answers[0]["RateLimit"])
    assert answers[2].json()["code"] == "api_limit"
    assert answers[2]["RateLimit-Policy"] == answers[0]["RateLimit-Policy"]
    assert re.fullmatch(r'"reads";r=0;t=\d\d', answers[2]["RateLimit"])
    assert 55 <= int(answers[2]["Retry-After"]) <= 61
    assert [call("POST", "/syncs").status_code for _ in range(2)] == [202, 429]
    assert other("GET", "/me").status_code == 200
