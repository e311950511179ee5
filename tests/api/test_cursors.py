"""Cursors that this site has not made."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJhIl0", "bnVsbA", "%00"])
def test_a_cursor_that_is_none_is_named(call, cursor) -> None:
    response = call("GET", f"/syncs?cursor={cursor}")
    assert response.status_code in (400, 422)
    assert response["Content-Type"] == "application/problem+json"
