"""The table of genres in words."""

from datetime import date

from django.utils import translation

from library.statistics.spans import GenreSpan
from website.statistics.spans import SpanRow, present_spans

SPANS = [GenreSpan("jazz", date(2019, 3, 1), date(2026, 11, 27), 1234)]


def test_days_and_numbers_are_as_the_language_writes_them():
    assert present_spans(SPANS) == [SpanRow("jazz", "1,234", "1 Mar 2019", "27 Nov 2026")]
    with translation.override("de"):
        assert present_spans(SPANS) == [SpanRow("jazz", "1.234", "1. März 2019", "27. Nov. 2026")]
