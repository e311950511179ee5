"""Saved tracks as files, by API."""

from __future__ import annotations

import csv
import json
import re
from datetime import UTC, datetime

import pytest

from tests.api.conftest import assert_refused
from tests.support.songs import Song, person, save

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def library(alice) -> None:
    for tempo, name in ((90.0, "slow"), (180.0, "fast"), (120.0, "=walking")):
        save(alice, Song(MONDAY, tempo=tempo, genres=(("jazz",),)), name=name)
    save(alice, Song(MONDAY, tempo=150.0), name="gone", removed_at=MONDAY)
    save(person("ben"), Song(MONDAY, tempo=150.0), name="ben's")


def test_the_files_hold_what_the_list_holds(call, library) -> None:
    query = "tempo_min=100&sort=tempo&direction=asc"
    listed = call("GET", f"/tracks?{query}").json()["items"]
    lines = call("GET", f"/tracks.jsonl?{query}").getvalue().decode().splitlines()
    assert [json.loads(line) for line in lines] == listed
    rows = list(csv.DictReader(call("GET", f"/tracks.csv?{query}").getvalue().decode().splitlines()))
    assert [row["title"] for row in rows] == ["'=walking", "fast"]
    assert [int(row["save_id"]) for row in rows] == [item["save_id"] for item in listed]


@pytest.mark.parametrize(
    ("form", "media_type"), [("csv", "text/csv; charset=utf-8"), ("jsonl", "application/jsonl")]
)
def test_a_file_is_streamed_with_a_name_and_counts_as_a_read(call, library, form, media_type) -> None:
    response = call("GET", f"/tracks.{form}")
    assert (response.streaming, response["Content-Type"]) == (True, media_type)
    assert re.fullmatch(
        rf'attachment; filename="saved-tracks-\d{{4}}-\d\d-\d\d\.{form}"', response["Content-Disposition"]
    )
    assert response["RateLimit"].startswith('"reads";')
    assert response["Cache-Control"] == "no-store"
    assert len(response.getvalue().splitlines()) == 3 + (form == "csv")


def test_a_parameter_that_is_wrong_is_refused_before_anything_is_sent(call, library) -> None:
    assert_refused(call("GET", "/tracks.csv?tempo_min=x"), 422, "api_request_invalid")
