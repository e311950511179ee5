"""Every statistic by API, over a library of three tracks in two months, one of them removed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.api.conftest import ApiCall, Scope, caller
from tests.support.cast import make_bob
from tests.support.songs import Song, save

OCTOBER, NOVEMBER = (datetime(2026, month, 5, 12, tzinfo=UTC) for month in (10, 11))
# In Berlin, where Alice lives, the month has begun.
MIDNIGHT = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
SERIES = ("traffic", "genres", "features", "artists", "albums", "decades", "first-of-genres")


@pytest.fixture(autouse=True)
def library(alice) -> None:
    save(alice, Song(OCTOBER, tempo=100.0, genres=(("jazz",),), release_date="1967"), removed_at=NOVEMBER)
    save(alice, Song(MIDNIGHT, tempo=120.0, genres=(("soul", "jazz"),), release_date="1991-04-01"))
    save(alice, Song(NOVEMBER, has_features=False))


def get(call: ApiCall, path: str) -> Any:
    response = call("GET", f"/stats/{path}")
    assert response.status_code == 200, response.content
    return response.json()


def test_traffic_counts_saves_and_removals_in_the_persons_months(call) -> None:
    october, november = get(call, "traffic")
    assert october == {"month": "2026-10-01", "saved": 1, "removed": 0}
    assert november == {"month": "2026-11-01", "saved": 2, "removed": 1}


def test_genres_by_month_have_the_same_top_and_the_rest(call) -> None:
    october, november = get(call, "genres?top=1")
    assert october["top"] == [{"genre": "jazz", "tracks": 1, "share": 1.0}]
    assert (november["tracks"], november["unknown"]) == (2, 1)
    assert (november["top"][0]["tracks"], november["rest"]["tracks"]) == (0, 1)


def test_features_that_nobody_knows_are_null(call) -> None:
    october, november = get(call, "features")
    assert october["means"]["tempo"] == {"value": 100.0, "tracks": 1}
    assert november["means"]["tempo"] == {"value": 120.0, "tracks": 1}
    assert november["means"]["valence"] == {"value": None, "tracks": 0}


def test_tops_are_cut_and_decades_have_the_unknown_last(call) -> None:
    assert [len(get(call, f"{name}?count=2")) for name in ("artists", "albums")] == [2, 2]
    assert {one["tracks"] for one in get(call, "albums")} == {1}
    assert [one["first_year"] for one in get(call, "decades")] == [1960, 1990, None]


def test_firsts_of_genres_are_days_of_the_persons(call) -> None:
    assert get(call, "first-of-genres") == [
        {"genre": "jazz", "day": "2026-10-05"},
        {"genre": "soul", "day": "2026-11-01"},
    ]


def test_the_wait_for_genres_is_null_while_no_source_was_asked(call) -> None:
    assert get(call, "time-to-first-genre") == {
        "known": 0,
        "waiting": 3,
        "mean_seconds": None,
        "longest_seconds": None,
    }


def test_a_period_includes_both_its_days_and_may_leave_out_what_was_removed(call) -> None:
    assert [one["saved"] for one in get(call, "traffic?first=2026-11-01&last=2026-11-01")] == [1]
    assert [one["saved"] for one in get(call, "traffic?as_it_is=true")] == [2]
    assert get(call, "traffic?first=2026-12-01&last=2026-01-01") == []


@pytest.mark.parametrize("name", SERIES)
def test_any_day_of_the_calendar_may_be_asked_for(call, name) -> None:
    everything = get(call, f"{name}?first=0001-01-01&last=9999-12-31")
    assert everything == get(call, f"{name}?first=0001-01-02&last=9999-12-30") == get(call, name)


@pytest.mark.parametrize("name", SERIES)
def test_nothing_of_it_is_another_persons(name) -> None:
    assert get(caller(make_bob(), Scope.READ), name) == []


@pytest.mark.parametrize("query", ["first=yesterday", "top=0", "top=101", "as_it_is=perhaps"])
def test_a_parameter_that_cannot_be_is_named(call, query) -> None:
    response = call("GET", f"/stats/genres?{query}")
    assert (response.status_code, response.json()["code"]) == (422, "api_request_invalid")
    assert query.split("=")[0] in response.json()["values"]["errors"][0]["place"]
