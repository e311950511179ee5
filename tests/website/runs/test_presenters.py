"""A run and its receipt in words."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from django.utils import timezone

from syncer.models import SyncRun
from syncer.reading import Kind
from syncer.transform.records import OddityCode, TextField
from tests.support.receipts import present_receipt
from website.runs.presenters import ODDITIES, ODDITY_FIELDS, READINGS, RunPresenter


def test_every_oddity_of_a_read_has_words() -> None:
    assert ODDITIES.keys() == set(get_args(OddityCode))
    assert ODDITY_FIELDS.keys() == set(get_args(TextField)) - {""}


def test_an_oddity_is_shown_with_its_field_and_count() -> None:
    oddities = [
        {"code": "unstorable_characters", "field": "track_name", "count": 2},
        {"code": "album_missing", "field": "", "count": 1},
        {"code": "of another version", "field": "", "count": 1},
        "text",
    ]
    assert present_receipt({"oddities": oddities}).oddities == [
        "track name had characters that cannot be stored (2)",
        "album is missing (1)",
    ]


def test_every_kind_of_reading_has_words() -> None:
    assert READINGS.keys() == set(get_args(Kind))
    assert present_receipt({"read_kind": "full"}).reading == "all of it"
    assert present_receipt({"read_kind": "of another version"}).reading == ""


def test_an_oddity_names_its_tracks() -> None:
    oddity = {
        "code": "duration_invalid",
        "count": 12,
        "tracks": ["Björk – Jóga", 7, "Nina Simone – Feeling Good"],
    }
    assert present_receipt({"oddities": [oddity]}).oddities == [
        "duration is not a number of milliseconds (12): Björk – Jóga; Nina Simone – Feeling Good; and 10 more"
    ]


def test_missing_tracks_are_told_apart() -> None:
    receipt = present_receipt({"database": 90, "unconfirmed": 2, "held": 1500, "kept_missing": 3})
    assert receipt.missing == [
        "2 not listed by Spotify: to be confirmed before they go",
        "1,500 missing at once: held until you or two more daily syncs decide",
        "3 not listed by Spotify any more, kept by you",
    ]
    assert [count.value for count in receipt.totals] == [1595]
    assert present_receipt({"database": 90}).missing == []
    assert len(present_receipt({"came_to_rest": False}).missing) == 1


def test_what_came_and_went_is_named() -> None:
    receipt = present_receipt({"came": ["A – B"], "came_more": 1350, "went": ["C – D"], "went_more": 2})
    assert receipt.came == ["A – B", "and 1,350 more"]
    assert [(item.track, item.reason) for item in receipt.went] == [("C – D", ""), ("and 2 more", "")]


def test_what_went_says_when_that_was_noticed_and_when_it_was_confirmed() -> None:
    went = {"track": "C – D", "missing_since": "2020-11-20T09:07:00+00:00"}
    with timezone.override(UTC):
        times = [
            present_receipt({"went": [went | {"confirmed_at": confirmed_at}]}).went[0].reason
            for confirmed_at in ("2020-11-22T09:08:00+00:00", "", "of another version")
        ]
    assert times == ["not listed since 20 Nov 2020 at 09:07, confirmed 22 Nov 2020 at 09:08", "", ""]


def test_tracks_without_a_row_are_named_with_the_reason() -> None:
    left_out = [
        {"number": 1, "saved_at": "2020-01-02T03:04:05+00:00", "reason": "track_unknown"},
        {"track": "Björk – Jóga", "reason": "saved_twice"},
    ]
    assert [(item.track, item.reason) for item in present_receipt({"left_out": left_out}).left_out] == [
        (
            "unknown track 1, saved on 2020-01-02 at 03:04 UTC",
            "Spotify no longer says which track this is",
        ),
        ("Björk – Jóga", "saved twice; both saves share one row"),
    ]


def test_scope_of_the_sheet_is_named() -> None:
    assert present_receipt({"sheet_scope": "all", "recent_count": 50}).scope == "the whole library"
    assert present_receipt({"sheet_scope": "recent", "recent_count": 50}).scope == "the 50 most recent"
    assert present_receipt({"sheet_scope": "of another version"}).scope == ""


def test_repaired_cells_are_named_by_address_and_header() -> None:
    cells = [
        {"header": "Track", "cells": ["B3"]},
        {"header": "Added", "cells": ["D2", "D9"]},
        {"header": "Album", "cells": []},
    ]
    assert present_receipt({"repaired": cells, "repaired_more": 1200}).repaired == [
        "B3 (Track)",
        "D2 to D9 (Added)",
        "the column Album",
        "and 1,200 more",
    ]


def test_counts_of_a_run_that_read_nothing_are_unknown_and_not_zero() -> None:
    assert (present_receipt({}).changes, present_receipt({}).rows, present_receipt({}).totals) == (
        None,
        None,
        [],
    )
    read = present_receipt({"added": 0, "removed": 2, "changed": 0})
    assert [(str(count.label), count.value) for count in read.changes] == [("removed", 2)]


def test_tab_with_a_problem_has_no_count_of_rows() -> None:
    tabs = [{"name": "Jazz", "rows": 7}, {"name": "Rock", "problem_code": "managed_tab_deleted"}]
    jazz, rock = present_receipt({"tabs": tabs}).tabs
    assert ([count.value for count in jazz.rows], jazz.problem) == ([7], "")
    assert (rock.rows, rock.problem.startswith("You deleted this tab")) == ([], True)


@pytest.mark.parametrize(
    ("state", "outcome", "stage", "poll_seconds"),
    [
        ("queued", "Starting", "working", 1),
        ("running", "Syncing", "working", 1),
        ("waiting", "Waiting", "waiting", 15),
        ("done", "Done", "over", 0),
        ("failed", "Stopped", "over", 0),
    ],
)
def test_each_state_has_its_outcome_and_polling(state, outcome, stage, poll_seconds) -> None:
    presenter = RunPresenter(SyncRun(state=state))
    assert (presenter.outcome, presenter.stage, presenter.poll_seconds) == (outcome, stage, poll_seconds)


@pytest.mark.parametrize(
    ("receipt", "text"),
    [
        ({}, ""),
        ({"sheet_rows": 0, "sheet_scope": "recent", "recent_count": 50}, ""),
        (
            {"sheet_rows": 50, "sheet_scope": "recent", "recent_count": 50},
            "Your 50 most recent tracks are in your sheet: all that you chose.",
        ),
        (
            {"sheet_rows": 800, "sheet_scope": "recent", "recent_count": 2000},
            "800 tracks are in your sheet so far, of the 2,000 most recent.",
        ),
        (
            {"sheet_rows": 1, "sheet_scope": "all", "recent_count": 50},
            "1 track is in your sheet so far, of your whole library.",
        ),
    ],
)
def test_a_run_that_waits_with_the_rest_says_what_is_in_the_sheet(receipt, text) -> None:
    run = SyncRun(state="waiting", reads_pages=True, receipt=receipt)
    assert RunPresenter(run).in_sheet == text
    assert RunPresenter(SyncRun(state="waiting", receipt=receipt)).in_sheet == ""


@pytest.mark.parametrize(("done", "is_partly_read"), [(0, False), (800, True), (1400, False)])
def test_progress_is_shown_while_a_part_is_read(done, is_partly_read) -> None:
    run = SyncRun(state="waiting", reads_pages=True, progress_done=done, progress_total=1400)
    assert RunPresenter(run).is_partly_read is is_partly_read


def test_run_without_changes_in_library_and_sheet_is_nothing_new() -> None:
    unchanged = {"unchanged": True, "added": 0, "removed": 0, "changed": 0}
    assert RunPresenter(SyncRun(state="done", receipt=unchanged)).outcome == "Nothing new"
    assert RunPresenter(SyncRun(state="done", receipt=unchanged | {"added": 1})).outcome == "Done"


def test_duration_is_never_negative_and_unknown_before_the_end() -> None:
    start = datetime(2026, 11, 22, 12, tzinfo=UTC)
    run = SyncRun(started_at=start)
    assert RunPresenter(run).duration == ""
    run.finished_at = start + timedelta(seconds=42)
    assert RunPresenter(run).duration == "42 seconds"
    run.finished_at = start - timedelta(seconds=42)
    assert RunPresenter(run).duration == "under a second"
