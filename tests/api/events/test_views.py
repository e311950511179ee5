"""Events by API: followed with a cursor."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from library.models import LibraryState, SavedTrack
from tests.api.conftest import assert_refused
from tests.support.songs import Song, person, save

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


def noticed(user, name: str, day: int) -> SavedTrack:
    one = save(user, Song(MONDAY), name=name)
    at = MONDAY + timedelta(days=day)
    SavedTrack.objects.filter(pk=one.pk).update(noticed_at=at)
    LibraryState.objects.update_or_create(user=user, defaults={"changed_at": at})
    return one


def shown(page) -> list[tuple[str, str]]:
    return [(item["event"], item["track"]["title"]) for item in page["items"]]


def test_a_client_goes_on_behind_its_cursor(call, alice) -> None:
    assert call("GET", "/events").json() == {"items": [], "next": "", "has_more": False}
    for day, name in enumerate(("one", "two", "three")):
        noticed(alice, name, day)
    noticed(person("ben"), "ben's", 1)
    first = call("GET", "/events?limit=2").json()
    assert (shown(first), first["has_more"]) == ([("saved", "one"), ("saved", "two")], True)
    assert first["items"][1]["noticed_at"] == "2026-03-03T12:00:00Z"
    second = call("GET", f"/events?limit=2&cursor={first['next']}").json()
    assert (shown(second), second["has_more"]) == ([("saved", "three")], False)
    third = call("GET", f"/events?cursor={second['next']}").json()
    assert third == {"items": [], "next": second["next"], "has_more": False}
    noticed(alice, "four", 5)
    assert shown(call("GET", f"/events?cursor={third['next']}").json()) == [("saved", "four")]


def test_who_asks_from_now_on_gets_a_cursor_and_no_events(call, alice) -> None:
    noticed(alice, "one", 0)
    page = call("GET", "/events?start=now").json()
    assert (page["items"], page["has_more"]) == ([], False)
    noticed(alice, "two", 1)
    assert shown(call("GET", f"/events?start=now&cursor={page['next']}").json()) == [("saved", "two")]


@pytest.mark.parametrize("query", ["cursor=x", "start=later", "limit=501"])
def test_what_is_wrong_is_refused(call, alice, query) -> None:
    assert_refused(call("GET", f"/events?{query}"), 422, "api_request_invalid")
