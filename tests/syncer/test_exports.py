"""Runs as files."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest

from accounts.models import User
from sheets.receipt import SheetReceipt
from syncer import exports
from syncer.exports import RUN_HEADER, export_runs
from syncer.models import SyncRun
from syncer.receipt import Receipt
from tests.support.cast import make_user

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def ada() -> User:
    ada = make_user()
    receipt = Receipt(
        added=2, removed=1, saved_again=0, database=50, held=1, sheet=SheetReceipt(sheet_rows=49)
    )
    done = {"state": "done", "created_at": MONDAY, "started_at": MONDAY, "finished_at": MONDAY}
    SyncRun.objects.create(user=ada, trigger="person", receipt=receipt.to_json(), **done)
    problem = {
        "problem_code": "sheet_not_shared",
        "problem_kind": "ask_user",
        "problem_values": {"address": "a@b"},
    }
    later = MONDAY + timedelta(days=1)
    SyncRun.objects.create(user=ada, trigger="schedule", state="failed", created_at=later, **problem)
    SyncRun.objects.create(user=make_user("ben"), trigger="person", state="done")
    return ada


def test_a_run_is_a_row_newest_first_and_nobody_elses(ada) -> None:
    header, failed, done = csv.reader(StringIO("".join(export_runs(ada, "csv")), newline=""))
    assert tuple(header) == RUN_HEADER
    assert failed[1:] == ["failed", "schedule", "2026-03-03T12:00:00Z", "", "", *[""] * 5, "sheet_not_shared"]
    assert done[1:] == ["done", "person", *["2026-03-02T12:00:00Z"] * 3, "2", "1", "0", "51", "49", ""]


def test_a_line_of_json_has_the_receipt_and_the_problem(ada) -> None:
    failed, done = [json.loads(line) for line in "".join(export_runs(ada, "jsonl")).splitlines()]
    assert failed["problem"] == {"code": "sheet_not_shared", "kind": "ask_user", "values": {"address": "a@b"}}
    assert (done["problem"], done["receipt"]["added"], done["receipt"]["sheet"]["sheet_rows"]) == (
        None,
        2,
        49,
    )


def test_a_file_comes_in_parts_with_one_query(ada, monkeypatch, django_assert_num_queries) -> None:
    monkeypatch.setattr(exports, "CHUNK", 1)
    with django_assert_num_queries(1):
        parts = list(export_runs(ada, "csv"))
    assert [part.count("\r\n") for part in parts] == [1, 1, 1]
