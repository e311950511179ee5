"""Cursors that this site has not made."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode

import pytest

from tests.api.conftest import assert_refused


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJhIl0", "bnVsbA", "%00"])
def test_a_cursor_that_is_none_is_named(call, cursor) -> None:
    response = call("GET", f"/syncs?cursor={cursor}")
    assert response.status_code in (400, 422)
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("sort", "value"),
    [
        ("title", "\0"),
        ("title", 1),
        ("tempo", float("nan")),
        ("tempo", float("inf")),
        ("tempo", "fast"),
        ("added", "yesterday"),
        ("added", "2026-01-01"),
        ("added", "0001-01-01T00:00:00+14:00"),
        ("added", None),
    ],
)
def test_values_that_the_database_could_not_compare_are_refused(call, sort, value) -> None:
    cursor = urlsafe_b64encode(json.dumps([sort, True, value, 1]).encode()).decode().rstrip("=")
    assert_refused(call("GET", f"/tracks?sort={sort}&cursor={cursor}"), 422, "api_request_invalid")


@pytest.mark.parametrize("pk", [10**30, -(10**30), 0])
def test_a_number_that_no_row_can_have_ends_the_list_or_begins_it(call, pk) -> None:
    cursor = urlsafe_b64encode(json.dumps(["tempo", True, None, pk]).encode()).decode().rstrip("=")
    assert call("GET", f"/tracks?sort=tempo&cursor={cursor}").json() == {"items": [], "next": None}
