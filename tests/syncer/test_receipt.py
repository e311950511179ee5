"""A run's receipt, stored as JSON and read by any version."""

from __future__ import annotations

import pytest

from sheets.receipt import SheetReceipt
from syncer.receipt import OddityCount, Receipt, RemovedTrack, Requests

RECEIPT = Receipt(
    spotify_total=60,
    database=60,
    added=2,
    read_kind="recent",
    oddities=[OddityCount("album_missing", count=3)],
    went=[
        RemovedTrack("A – B", "2026-11-20T09:07:00+00:00", "2026-11-22T09:07:00+00:00"),
        RemovedTrack("C – D"),
    ],
    seconds={"read": 1.5},
    requests=Requests(spotify=1, google_reads=2),
    sheet=SheetReceipt(tab="Saved tracks", sheet_rows=50),
)


def test_receipt_is_read_back_as_it_was_stored():
    assert Receipt.from_json(RECEIPT.to_json()) == RECEIPT
    assert Receipt.from_json(Receipt().to_json()) == Receipt()


def test_a_receipt_that_names_removed_tracks_alone_is_read():
    assert Receipt.from_json({"went": ["A – B", 7]}).went == [RemovedTrack("A – B")]


def test_parts_that_a_run_did_not_reach_are_not_stored():
    stored = Receipt(spotify_total=60).to_json()
    assert stored["spotify_total"] == 60
    assert not {"added", "requests", "sheet", "sheet_rows"} & stored.keys()
    assert Receipt.from_json(stored).sheet is None


@pytest.mark.parametrize("data", [None, [], "gone wrong", 7])
def test_a_receipt_that_is_no_object_is_empty(data):
    assert Receipt.from_json(data) == Receipt()


@pytest.mark.parametrize(
    "wrong", [{"added": "2"}, {"added": True}, {"requests": []}, {"oddities": {"code": "x"}}]
)
def test_values_of_another_type_count_as_missing(wrong):
    assert Receipt.from_json(wrong) == Receipt()


def test_seconds_of_all_attempts_are_added():
    receipt = Receipt()
    receipt.add_seconds("read", 1.25)
    receipt.add_seconds("read", 0.5)
    assert receipt.seconds == {"read": 1.75}
