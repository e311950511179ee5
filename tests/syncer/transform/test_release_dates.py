"""Years, months and days; anything else is no date."""

from __future__ import annotations

import pytest

from syncer.transform.release_dates import parse_release_date


@pytest.mark.parametrize(
    ("text", "precision"), [("1967", "year"), ("1967-05", "month"), ("1967-05-26", "day"), ("", "")]
)
def test_precision_follows_from_the_length(text, precision):
    assert parse_release_date(text) == (text, precision)


@pytest.mark.parametrize("text", ["67", "1967-5", "1967-05-26T00:00", "١٩٦٧", "May 1967", "1967\n"])
def test_anything_else_is_no_date(text):
    assert parse_release_date(text) is None
