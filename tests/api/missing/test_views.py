"""Missing tracks by API: listed, kept, and removed when the answer is for as many as there are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from library.models import LibraryState, SavedTrack
from sheets.models import LinkedSheet
from syncer.models import SyncRun
from tests.api.conftest import Scope, assert_refused, caller
from tests.support.cast import make_bob
from tests.support.songs import Song, save

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def lose(user: User, state: str, *names: str) -> list[SavedTrack]:
    saves = [save(user, Song(NOON - timedelta(days=day)), name=name) for day, name in enumerate(names)]
    SavedTrack.objects.filter(pk__in=[one.pk for one in saves]).update(missing=state, missing_since=NOON)
    return saves


def states() -> list[str]:
    return list(SavedTrack.objects.order_by("pk").values_list("missing", flat=True))


def test_held_tracks_are_named_with_when_they_were_saved_and_noticed(call, alice) -> None:
    LibraryState.objects.create(user=alice, held_since=NOON, held_looks=1)
    (lost,) = lose(alice, "held", "=Jóga")
    lose(alice, "kept", "Kept")
    page = call("GET", "/missing").json()
    assert (page["count"], page["since"], page["looks_left"], page["next"]) == (
        1,
        "2026-11-22T12:00:00Z",
        1,
        None,
    )
    assert page["items"] == [
        {
            "save_id": lost.pk,
            "track_id": lost.track_id,
            "name": lost.track.full_name,
            "spotify_id": None,
            "added_at": "2026-11-22T12:00:00Z",
            "missing_since": "2026-11-22T12:00:00Z",
        }
    ]
    kept = call("GET", "/missing?state=kept").json()
    assert (kept["count"], kept["since"], kept["looks_left"], len(kept["items"])) == (1, None, 0, 1)


def test_the_list_goes_on_behind_its_cursor_while_others_go_missing(call, alice) -> None:
    expected = [one.pk for one in lose(alice, "held", "a", "b", "c")][::-1]
    first = call("GET", "/missing?limit=2").json()
    lose(alice, "held", "newer")
    second = call("GET", f"/missing?limit=2&cursor={first['next']}").json()
    assert [one["save_id"] for page in (first, second) for one in page["items"]] == expected
    assert (second["count"], second["next"]) == (4, None)


def test_a_track_that_spotify_never_named_has_no_name(call, alice) -> None:
    SavedTrack.objects.create(
        user=alice, track=None, added_at=NOON, position=1, missing="held", missing_since=NOON
    )
    (item,) = call("GET", "/missing").json()["items"]
    assert (item["name"], item["spotify_id"]) == ("", None)


def test_keeping_them_starts_no_sync_and_can_be_taken_back(call, alice) -> None:
    lose(alice, "held", "a", "b")
    assert call("POST", "/missing/keep").json() == {"count": 2, "sync": None}
    assert (states(), SyncRun.objects.exists()) == (["kept", "kept"], False)
    assert_refused(call("POST", "/missing/remove", {"count": 2}), 409, "missing_tracks_changed")
    response = call("POST", "/missing/kept/remove", {"count": 2})
    assert (response.status_code, states()) == (202, ["accepted", "accepted"])


def test_removing_them_starts_a_sync_and_leaves_those_that_are_kept(call, alice) -> None:
    lose(alice, "held", "a")
    lose(alice, "kept", "b")
    response = call("POST", "/missing/remove", {"count": 1})
    run = SyncRun.objects.get(user=alice)
    assert (response.status_code, response["Location"]) == (202, f"/api/v1/syncs/{run.pk}")
    assert (response.json()["count"], response.json()["sync"]["id"]) == (1, run.pk)
    assert run.trigger == "api"
    assert states() == ["accepted", "kept"]


@pytest.mark.parametrize("path", ["/missing/remove", "/missing/kept/remove"])
def test_an_answer_for_another_number_or_for_none_changes_nothing(call, alice, path) -> None:
    lose(alice, "held", "a")
    lose(alice, "kept", "b")
    response = call("POST", path, {"count": 2})
    assert_refused(response, 409, "missing_tracks_changed")
    assert response.json()["values"] == {"count": 1}
    for data in (None, {}, {"count": -1}, {"count": 1, "all": True}):
        assert_refused(call("POST", path, data), 422, "api_request_invalid")
    SavedTrack.objects.update(missing="", missing_since=None)
    assert call("POST", path, {"count": 0}).json() == {"count": 0, "sync": None}
    assert not SyncRun.objects.exists()


def test_without_a_sheet_nothing_is_removed(call, alice) -> None:
    lose(alice, "held", "a")
    LinkedSheet.objects.all().delete()
    assert_refused(call("POST", "/missing/remove", {"count": 1}), 409, "no_sheet")
    assert states() == ["held"]


def test_nobody_answers_for_another_person(alice) -> None:
    lose(alice, "held", "a")
    bob = caller(make_bob(), *Scope)
    assert bob("GET", "/missing").json()["items"] == []
    assert bob("POST", "/missing/keep").json()["count"] == 0
    assert states() == ["held"]
