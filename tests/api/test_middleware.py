"""What every answer of the API has in common."""

from __future__ import annotations

import pytest
import time_machine
from django.utils import timezone

from accounts.models import User
from tests.api.conftest import Scope, assert_refused, caller


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "api_not_found"),
        ("DELETE", "/me", 405, "api_method_not_allowed"),
        ("GET", "/syncs?limit=0", 422, "api_request_invalid"),
        ("GET", "/syncs?limit=x", 422, "api_request_invalid"),
        ("GET", "/syncs?cursor=%00", 400, "api_request_unreadable"),
        ("GET", f"/syncs/{10**30}", 404, "api_not_found"),
    ],
)
def test_each_refusal_is_a_problem_document(call, method, path, status, code) -> None:
    response = call(method, path)
    assert_refused(response, status, code)
    assert response["Cache-Control"] == "no-store"
    document = response.json()
    assert document["status"] == status
    assert document["type"] == f"http://testserver/api/v1/problems/{code}"
    assert call("GET", f"/problems/{code}").json()["code"] == code


def test_a_body_that_is_too_long_and_an_unforeseen_error_are_documents_too(
    call, settings, monkeypatch
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    too_long = call("POST", "/syncs", "x" * 20)
    assert_refused(too_long, 413, "api_request_unreadable")
    assert too_long.json()["title"] == "Request Entity Too Large"
    monkeypatch.setattr("api.me.views.state_of", lambda user: 1 / 0)
    assert_refused(call("GET", "/me"), 500, "api_failure")


def test_a_body_without_a_length_is_refused(call) -> None:
    response = call("PATCH", "/sheet", {}, Transfer_Encoding="chunked")
    assert_refused(response, 411, "api_length_required")
    assert response["Cache-Control"] == "no-store"


def test_moments_in_sentences_are_in_the_time_zone_of_the_person(alice, settings) -> None:
    User.objects.update(time_zone="Asia/Tokyo")
    settings.API_READS_PER_MINUTE = 1
    call = caller(alice, *Scope)
    with time_machine.travel("2026-11-28T11:33:00Z"):
        call("GET", "/me")
        document = call("GET", "/me").json()
    assert "from 20:3" in document["detail"]
    assert document["values"]["when"].startswith("2026-11-28T11:3")
    assert timezone.get_current_timezone_name() == "UTC"
