"""Smart sheets by API."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from api.urls import api
from library.rules.serialization import rules_from_json, rules_to_json
from sheets.models import LinkedSheet, SmartTab
from tests.api.conftest import Scope, assert_refused, caller
from tests.support.cast import make_bob
from tests.support.songs import Song, save

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FAST = {"conditions": [{"on": "tempo", "low": 120}, {"on": "genre", "name": "Hip-Hop", "negated": True}]}
STORED = rules_to_json(rules_from_json(FAST))


@pytest.fixture
def fast(alice) -> SmartTab:
    return SmartTab.objects.create(user=alice, name="Fast", rules=STORED)


def choices() -> int:
    return LinkedSheet.objects.get().tab_choices


def test_a_smart_sheet_is_made_shown_and_listed(call) -> None:
    response = call("POST", "/smart-sheets", {"name": " Late  night ", "rules": FAST})
    tab = SmartTab.objects.get()
    assert (response.status_code, response["Location"]) == (201, f"/api/v1/smart-sheets/{tab.pk}")
    assert (tab.name, tab.rules) == ("Late night", STORED)
    assert response.json() == {
        "id": tab.pk,
        "name": "Late night",
        "rules": STORED,
        "written_at": None,
        "rows": 0,
        "is_tab_deleted": False,
    }
    assert call("GET", f"/smart-sheets/{tab.pk}").json() == response.json()
    assert call("GET", "/smart-sheets").json() == [response.json()]


def test_a_change_replaces_what_is_sent_and_a_sync_at_work_begins_anew(call, fast) -> None:
    path, before = f"/smart-sheets/{fast.pk}", choices()
    assert call("PATCH", path, {"name": "Faster"}).json()["rules"] == STORED
    changed = call("PATCH", path, {"rules": {"match": "any", "limit": 5}}).json()
    assert (changed["name"], changed["rules"]["conditions"], changed["rules"]["limit"]) == ("Faster", [], 5)
    assert choices() == before + 2
    assert call("PATCH", path, {"name": None}).json() == changed
    assert choices() == before + 2


@pytest.mark.parametrize(("query", "is_pending"), [("", False), ("?tab=keep", False), ("?tab=delete", True)])
def test_a_removed_one_is_gone_and_its_tab_as_asked(call, fast, query, is_pending) -> None:
    response = call("DELETE", f"/smart-sheets/{fast.pk}{query}")
    assert (response.status_code, response.content) == (204, b"")
    assert SmartTab.objects.filter(delete_pending=True).exists() is is_pending
    assert call("GET", "/smart-sheets").json() == []
    assert_refused(call("DELETE", f"/smart-sheets/{fast.pk}{query}"), 404, "api_not_found")


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ([], "rules_not_object"),
        (None, "rules_not_object"),
        ({"colour": "red"}, "rules_unknown_key"),
        ({"conditions": [{"on": "loudness"}]}, "condition_unknown"),
        ({"conditions": [{"on": "tempo", "low": 130, "high": 120}]}, "condition_reversed_range"),
        ({"conditions": [{"on": "saved_between", "first": "2026-02-30"}]}, "condition_invalid_day"),
        ({"limit": True}, "rules_invalid_limit"),
    ],
)
def test_rules_that_cannot_be_meant_are_refused_in_the_words_of_the_site(call, fast, rules, code) -> None:
    for method, path, data in (
        ("POST", "/smart-sheets", {"name": "New"}),
        ("POST", "/smart-sheets/preview", {}),
        ("PATCH", f"/smart-sheets/{fast.pk}", {}),
    ):
        if (method, rules) != ("PATCH", None):
            assert_refused(call(method, path, data | {"rules": rules}), 422, code)
    assert list(SmartTab.objects.values_list("name", "rules")) == [("Fast", STORED)]


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        ({"name": " "}, 422, "smart_sheet_name_invalid"),
        ({"name": "x" * 81}, 422, "smart_sheet_name_invalid"),
        ({"name": "FAST"}, 409, "smart_sheet_name_taken"),
        ({"name": 1}, 422, "api_request_invalid"),
        ({"nam": "x"}, 422, "api_request_invalid"),
    ],
)
def test_a_name_that_cannot_be_is_refused(call, alice, fast, data, status, code) -> None:
    slow = SmartTab.objects.create(user=alice, name="Slow")
    assert_refused(call("PATCH", f"/smart-sheets/{slow.pk}", data), status, code)
    assert_refused(call("POST", "/smart-sheets", data | {"rules": {}}), status, code)


def test_there_are_so_many_at_most(call, fast, monkeypatch) -> None:
    monkeypatch.setattr("sheets.smart_tabs.MAX_SMART_TABS", 1)
    response = call("POST", "/smart-sheets", {"name": "New", "rules": {}})
    assert_refused(response, 409, "too_many_smart_sheets")


def test_rules_are_tried_without_saving_and_counted_as_previews(call, alice, settings) -> None:
    settings.SMART_PREVIEWS_PER_MINUTE = 1
    for tempo in (130, 140, 90):
        save(alice, Song(NOON, tempo=tempo), name=f"At {tempo}")
    rules = {"conditions": [{"on": "tempo", "low": 120}], "sort": {"by": "tempo"}, "limit": 1}
    assert_refused(call("POST", "/smart-sheets/preview", {"rules": {"limit": 0}}), 422, "rules_invalid_limit")
    preview = call("POST", "/smart-sheets/preview", {"rules": rules}).json()
    assert (preview["matching"], preview["count"]) == (2, 1)
    assert [track["name"].split(" – ")[1] for track in preview["tracks"]] == ["At 140"]
    assert preview["coverage"] == {"tracks": 3, "with_features": 3, "with_genres": 0}
    assert_refused(call("POST", "/smart-sheets/preview", {"rules": rules}), 429, "preview_limit")
    assert not SmartTab.objects.exists()


def test_a_track_is_explained_condition_by_condition_as_data_and_in_words(call, alice, fast) -> None:
    track = save(alice, Song(NOON, tempo=128)).track_id
    assert call("GET", f"/smart-sheets/{fast.pk}/tracks/{track}").json() | {"name": ""} == {
        "name": "",
        "fits": False,
        "is_in": False,
        "match": "all",
        "conditions": [
            {
                "condition": STORED["conditions"][0],
                "holds": True,
                "value": 128.0,
                "missing": "",
                "condition_text": "Tempo at least 120 BPM",
                "value_text": "128 BPM",
            },
            {
                "condition": STORED["conditions"][1],
                "holds": None,
                "value": None,
                "missing": "no_genres",
                "condition_text": "Genre is not hip hop",
                "value_text": "Not known: no genres for this track’s artists",
            },
        ],
    }


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ({"on": "genre", "name": "jazz"}, ["jazz", "soul"]),
        ({"on": "saved_lately", "days": 3}, "2026-11-22"),
        ({"on": "explicit"}, False),
        ({"on": "release_year", "low": 1990}, 1967.0),
    ],
)
def test_values_of_every_kind_are_explained(call, alice, fast, condition, value) -> None:
    song = Song(NOON, genres=(("jazz", "soul"),), release_date="1967-05", explicit=False)
    track = save(alice, song).track_id
    call("PATCH", f"/smart-sheets/{fast.pk}", {"rules": {"conditions": [condition]}})
    (explained,) = call("GET", f"/smart-sheets/{fast.pk}/tracks/{track}").json()["conditions"]
    assert explained["value"] == value
    assert type(explained["value"]) is type(value)


def test_a_track_that_fits_may_be_left_out_by_the_limit(call, alice, fast) -> None:
    old, new = (save(alice, Song(NOON)).track_id for _ in range(2))
    call("PATCH", f"/smart-sheets/{fast.pk}", {"rules": {"limit": 1}})
    answers = [call("GET", f"/smart-sheets/{fast.pk}/tracks/{track}").json() for track in (old, new)]
    assert [(one["fits"], one["is_in"]) for one in answers] == [(True, False), (True, True)]


def test_a_removed_track_and_one_of_another_persons_are_not_explained(call, alice, fast) -> None:
    gone = save(alice, Song(NOON), removed_at=NOON)
    bobs = save(make_bob(), Song(NOON))
    for track in (gone.track_id, bobs.track_id, 10**30):
        assert_refused(call("GET", f"/smart-sheets/{fast.pk}/tracks/{track}"), 404, "api_not_found")


def test_a_list_is_ones_own(fast) -> None:
    assert caller(make_bob(), Scope.READ)("GET", "/smart-sheets").json() == []


def test_the_document_links_what_is_made_to_what_can_be_done_with_it() -> None:
    paths = api.get_openapi_schema()["paths"]
    made = paths["/api/v1/smart-sheets"]["post"]["responses"][201]
    names = {one["operationId"] for path in paths.values() for one in path.values()}
    assert made["links"].keys() <= names
    assert made["headers"].keys() == {"Location", "RateLimit", "RateLimit-Policy"}
    assert made["content"]
