"""Where a page begins, through its address and back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from library.search import Place, Sorting
from website.library.cursors import decode_place, encode_place

NOON = datetime(2026, 11, 22, 12, 30, 1, 250, tzinfo=UTC)


@pytest.mark.parametrize(
    ("by", "value"),
    [
        ("added", NOON),
        ("removed", NOON),
        ("removed", None),
        ("title", "Jóga – “2”"),
        ("duration", 271_400),
        ("tempo", 118.5),
        ("tempo", None),
    ],
)
def test_a_place_comes_back_as_it_was(by, value):
    assert decode_place(encode_place(Place(value, 52)), Sorting(by)) == Place(value, 52)


@pytest.mark.parametrize(
    ("by", "value"),
    [
        ("added", "22 November"),
        ("added", "2026-11-22T12:00:00+02:00"),
        ("added", None),
        ("removed", 5),
        ("title", "\0"),
        ("title", 5),
        ("title", None),
        ("duration", 1.5),
        ("duration", True),
        ("tempo", "fast"),
        ("tempo", float("nan")),
    ],
)
def test_a_place_of_another_order_is_none(by, value):
    assert decode_place(encode_place(Place(value, 52)), Sorting(by)) is None


@pytest.mark.parametrize("cursor", ["", "x", "é", "W10", "WyJ4IiwgIngiXQ", "W251bGwsIHRydWVd"])
def test_what_is_no_cursor_is_no_place(cursor):
    assert decode_place(cursor, Sorting("tempo")) is None
