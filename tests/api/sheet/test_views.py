"""The sheet by API: what is linked, and its settings."""

from __future__ import annotations

import pytest

from problems.kinds import REGISTRY
from sheets.columns import DEFAULT_COLUMNS
from sheets.models import LinkedSheet
from syncer.models import Schedule, SyncRun
from tests.api.conftest import Scope, assert_refused, caller
from tests.support.cast import make_bob
from tests.support.charts import data_of, draw_chart
from tests.support.sheet_harness import SheetHarness, synced_sheet


def test_the_sheet_is_shown_with_its_settings(call, alice) -> None:
    sheet = call("GET", "/sheet").json()
    assert (sheet["title"], sheet["url"], sheet["method"]) == (
        "Alice's tracks",
        alice.sheet.url,
        "created",
    )
    assert (sheet["columns"], sheet["scope"], sheet["mode"]) == (["link"], "recent", "merge")
    assert (sheet["rows"], sheet["written_at"], sheet["problem"]) == (0, None, None)


def test_why_the_daily_sync_is_paused_is_told_by_code_and_in_words(call, alice) -> None:
    Schedule.objects.filter(user=alice).update(pause="problem", problem_code="sheet_gone")
    problem = call("GET", "/sheet").json()["problem"]
    assert (problem["code"], problem["kind"]) == ("sheet_gone", REGISTRY["sheet_gone"].kind)
    assert "Restore it from the bin" in problem["detail"]


def test_a_change_is_stored_and_a_sync_follows(call, alice) -> None:
    response = call("PATCH", "/sheet", {"scope": "all", "columns": [*DEFAULT_COLUMNS, "tempo"]})
    run = SyncRun.objects.get(user=alice)
    assert (response.status_code, response["Location"]) == (202, f"/api/v1/syncs/{run.pk}")
    change = response.json()
    assert (change["sync"]["trigger"], run.trigger) == ("api", "api")
    assert (change["sync"]["id"], change["sheet"]["scope"]) == (run.pk, "all")
    stored = LinkedSheet.objects.get(user=alice)
    assert (stored.scope, stored.recent_count, stored.columns[-1]) == ("all", 50, "tempo")
    assert call("GET", "/sheet").json() == change["sheet"]


def test_a_change_of_nothing_starts_no_sync(call) -> None:
    for data in ({}, {"scope": "recent"}, {"mode": None}):
        response = call("PATCH", "/sheet", data)
        assert (response.status_code, response.json()["sync"]) == (200, None)
    assert not SyncRun.objects.exists()


def test_syncs_that_follow_count_as_clicks_and_wait_when_they_are_used_up(call, settings) -> None:
    settings.SYNC_CLICKS_PER_HOUR = 1
    call("PATCH", "/sheet", {"scope": "all"})
    SyncRun.objects.update(state="done")
    sync = call("PATCH", "/sheet", {"scope": "recent"}).json()["sync"]
    assert (sync["state"], sync["problem"]["code"]) == ("waiting", "sync_postponed")
    assert sync["trigger"] == "api"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"columns": ["artist", "nothing"]}, "bad_columns"),
        ({"recent_count": 0}, "bad_recent_count"),
        ({"recent_count": 50_001}, "bad_recent_count"),
        ({"scope": "some"}, "api_request_invalid"),
        ({"mode": 1}, "api_request_invalid"),
        ({"time_zone": "UTC"}, "api_request_invalid"),
        ([], "api_request_invalid"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(call, data, code) -> None:
    assert_refused(call("PATCH", "/sheet", data), 422, code)
    assert not SyncRun.objects.exists()


def test_without_a_sheet_both_say_so(db) -> None:
    call = caller(make_bob(), *Scope)
    assert_refused(call("GET", "/sheet"), 409, "no_sheet")
    assert_refused(call("PATCH", "/sheet", {"scope": "all"}), 409, "no_sheet")


@pytest.mark.django_db(transaction=True)
def test_a_column_with_a_chart_on_it_goes_only_where_it_is_named_as_well(made_once) -> None:
    ada: SheetHarness = made_once(synced_sheet)
    draw_chart(ada, "Albums I love", {"pieChart": {"series": data_of(ada.sheet.gid, ada.ours["album"])}})
    call, without = caller(ada.user, *Scope), {"columns": ["artist", "track", "link"]}
    response = call("PATCH", "/sheet", without)
    assert_refused(response, 409, "columns_with_charts")
    assert response.json()["values"] == {"columns": "album", "charts": ["Albums I love"]}
    assert_refused(
        call("PATCH", "/sheet", without | {"remove_columns": ["added"]}), 409, "columns_with_charts"
    )
    assert ada.sheet.columns == list(DEFAULT_COLUMNS)
    assert call("PATCH", "/sheet", without | {"remove_columns": ["album"]}).status_code == 202
    assert call("GET", "/sheet").json()["columns"] == ["artist", "track", "link"]
