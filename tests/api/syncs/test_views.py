"""Syncs by API: started, followed to their end, and listed."""

from __future__ import annotations

from django.utils import timezone

from syncer.models import SyncRun
from tests.api.conftest import Scope, caller
from tests.support.cast import make_bob


def test_a_sync_is_started_and_its_address_told(call, alice) -> None:
    response = call("POST", "/syncs")
    run = SyncRun.objects.get(user=alice)
    assert (response.status_code, response["Location"]) == (202, f"/api/v1/syncs/{run.pk}")
    sync = response.json()
    assert (sync["id"], sync["state"], sync["trigger"], sync["problem"]) == (run.pk, "queued", "api", None)
    assert call("GET", f"/syncs/{run.pk}").json() == sync


def test_the_active_run_is_returned_and_moved_to_the_clicks(call, alice) -> None:
    run = SyncRun.objects.create(user=alice, trigger="schedule")
    assert call("POST", "/syncs").json()["id"] == run.pk
    run.refresh_from_db()
    assert (run.trigger, SyncRun.objects.count()) == ("api", 1)


def test_clicks_that_are_used_up_are_told_with_the_time(call, alice, settings) -> None:
    settings.SYNC_CLICKS_PER_HOUR = 1
    call("POST", "/syncs")
    SyncRun.objects.update(state="done", finished_at=timezone.now())
    response = call("POST", "/syncs")
    assert (response.status_code, response.json()["code"]) == (429, "sync_limit")
    assert 3500 < int(response["Retry-After"]) <= 3601


def test_the_list_goes_on_behind_its_cursor_while_syncs_arrive(call, alice) -> None:
    runs = [SyncRun.objects.create(user=alice, trigger="person", state="done").pk for _ in range(5)]
    SyncRun.objects.create(user=make_bob(), trigger="person", state="done")
    first = call("GET", "/syncs?limit=2").json()
    SyncRun.objects.create(user=alice, trigger="person", state="done")
    second = call("GET", f"/syncs?limit=2&cursor={first['next']}").json()
    third = call("GET", f"/syncs?limit=2&cursor={second['next']}").json()
    shown = [sync["id"] for page in (first, second, third) for sync in page["items"]]
    assert (shown, third["next"]) == (runs[::-1], None)


def test_a_stopped_sync_names_its_problem_by_code_and_in_words(call, alice) -> None:
    run = SyncRun.objects.create(
        user=alice,
        trigger="person",
        state="failed",
        problem_code="sheet_gone",
        problem_kind="ask user",
        receipt={"added": 3, "oddities": [{"code": "item_unreadable", "count": 1}]},
    )
    sync = call("GET", f"/syncs/{run.pk}").json()
    assert (sync["problem"]["code"], sync["problem"]["kind"]) == ("sheet_gone", "ask user")
    assert "Restore it from the bin" in sync["problem"]["detail"]
    assert (sync["receipt"]["added"], sync["receipt"]["sheet"]) == (3, None)
    assert sync["receipt"]["oddities"][0]["code"] == "item_unreadable"


def test_one_key_starts_one_sync(call, alice) -> None:
    first = call("POST", "/syncs", Idempotency_Key="one").json()["id"]
    SyncRun.objects.update(state="done", finished_at=timezone.now())
    assert call("POST", "/syncs", Idempotency_Key="one").json()["id"] == first
    assert call("POST", "/syncs", Idempotency_Key="x" * 201).status_code == 422


def test_without_a_sheet_none_is_started(db) -> None:
    response = caller(make_bob(), *Scope)("POST", "/syncs")
    assert (response.status_code, response.json()["code"]) == (409, "no_sheet")


def test_where_the_sheet_is_up_to_date_none_is_started(call, alice, monkeypatch) -> None:
    run = SyncRun.objects.create(user=alice, trigger="schedule", state="done")
    monkeypatch.setattr("syncer.clicks.up_to_date_since", lambda user, newest: timezone.now())
    response = call("POST", "/syncs", Idempotency_Key="one")
    assert (response.status_code, response.json()["id"], response["Location"]) == (
        200,
        run.pk,
        f"/api/v1/syncs/{run.pk}",
    )
