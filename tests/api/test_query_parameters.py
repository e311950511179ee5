"""Query parameters that an operation does not have, and those that come twice: refused by every operation, and named."""

from __future__ import annotations

import pytest
from django.test import Client

from notifications.models import Webhook
from sheets.models import SmartTab
from syncer.models import SyncRun
from tests.api.conftest import Scope, assert_refused, caller
from tests.api.test_examples import OPERATIONS, request_of, seed


def errors_of(response) -> list[tuple[list[str], str]]:
    assert_refused(response, 422, "api_request_invalid")
    return [(one["place"], one["error"]) for one in response.json()["values"]["errors"]]


@pytest.mark.parametrize("name", OPERATIONS)
def test_one_that_is_unknown_is_named_and_nothing_is_done(name, alice) -> None:
    seed(alice)
    method, path, operation = OPERATIONS[name]
    address, body, headers = request_of(path, operation)
    rows = [model.objects.count() for model in (SyncRun, Webhook, SmartTab)]
    asked = f"{address}{'&' if '?' in address else '?'}genr=jazz"
    response = caller(alice, *Scope)(method, asked, body, **headers)
    ((place, error),) = errors_of(response)
    assert place == ["query", "genr"]
    known = {one["name"] for one in operation["parameters"] if one["in"] == "query"}
    assert all(one in error for one in known) if known else error == "unknown: there are no parameters"
    assert [model.objects.count() for model in (SyncRun, Webhook, SmartTab)] == rows


def test_one_that_is_no_list_may_come_once(call) -> None:
    assert errors_of(call("GET", "/tracks?genre=jazz&genre=pop")) == [
        (["query", "genre"], "sent more than once")
    ]
    assert call("GET", "/tracks?genre=jazz").status_code == 200


def test_names_are_known_by_their_case(call) -> None:
    assert [place for place, _ in errors_of(call("GET", "/tracks?Genre=jazz&limit=1"))] == [
        ["query", "Genre"]
    ]


def test_who_sends_no_token_is_told_that_first(db) -> None:
    assert_refused(Client().get("/api/v1/tracks?genr=jazz"), 401, "api_token_invalid")


def test_the_document_and_its_page_are_not_asked_so_strictly(client, db) -> None:
    assert client.get("/api/v1/openapi.json?v=2").status_code == 200
    assert client.get("/api/v1/docs?v=2").status_code == 200
