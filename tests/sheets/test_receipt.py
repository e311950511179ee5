"""The sheet's part of a receipt, stored as JSON and read by any version."""

from __future__ import annotations

import pytest

from sheets.receipt import MAX_LISTED, ListedCells, SheetReceipt, TabReceipt, TrackWithoutRow, first_of

RECEIPT = SheetReceipt(
    tab="Saved tracks",
    columns=["track", "link"],
    sheet_rows=50,
    left_out=[TrackWithoutRow("saved_twice", "Björk – Jóga"), TrackWithoutRow("track_unknown", number=1)],
    repaired=[ListedCells("Track", ("B3", "B5")), ListedCells("Album")],
    tabs=[TabReceipt("Jazz", rows=7, unwritable_cells=[ListedCells("Track", ("B3",))])],
    unchanged=True,
)


def test_receipt_is_read_back_as_it_was_stored():
    assert SheetReceipt.from_json(RECEIPT.to_json()) == RECEIPT


def test_unknown_fields_are_dropped_and_missing_ones_have_their_defaults():
    assert SheetReceipt.from_json({"sheet_rows": 7, "of_another_version": 1}) == SheetReceipt(sheet_rows=7)
    assert TabReceipt.from_json({}) == TabReceipt("")


@pytest.mark.parametrize(
    "wrong",
    [
        {"sheet_rows": "7"},
        {"sheet_rows": True},
        {"columns": "track"},
        {"unchanged": 1},
        {"left_out": "none"},
        {"repaired": {"header": "Track"}},
        {"tabs": [None, 7]},
    ],
)
def test_values_of_another_type_count_as_missing(wrong):
    assert SheetReceipt.from_json(wrong) == SheetReceipt()


def test_cells_of_another_type_are_a_whole_column():
    assert ListedCells.from_json({"header": "Track", "cells": "B3"}) == ListedCells("Track")


@pytest.mark.parametrize("count", [0, MAX_LISTED, MAX_LISTED + 3])
def test_long_list_is_cut_and_the_rest_is_counted(count):
    items, more = first_of(range(count))
    assert (len(items), more) == (min(count, MAX_LISTED), max(0, count - MAX_LISTED))
