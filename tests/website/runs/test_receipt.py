"""A run's receipt in words."""

from typing import get_args

from syncer.transform.records import OddityCode, TextField
from tests.support.receipts import present_receipt
from website.runs.presenters import ODDITIES, ODDITY_FIELDS


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
