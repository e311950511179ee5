"""Values that are close to what is asked for."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("day", ["0", "1764288000", "20261128", "2026-11-28T00:00:00", "2026-02-30", ""])
def test_only_a_day_of_the_calendar_is_one(call, day) -> None:
    response = call("GET", f"/stats/traffic?last={day}")
    assert (response.status_code, response.json()["code"]) == (422, "api_request_invalid")
    assert call("GET", "/stats/traffic?last=2026-11-28").status_code == 200


def test_only_a_whole_number_is_one(call) -> None:
    for number in (True, "0", 0.5, None, 1e400):
        assert call("POST", "/missing/remove", {"count": number}).status_code == 422
    assert call("POST", "/missing/remove", {"count": 0.0}).status_code == 200


def test_a_cursor_of_other_characters_is_refused(call) -> None:
    assert call("GET", "/syncs?cursor=a%2Fb").status_code == 422
