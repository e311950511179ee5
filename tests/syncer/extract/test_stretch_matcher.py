"""Pages of a full read, compared with the stored saves as soon as a stretch of both is complete."""

from __future__ import annotations

import pytest

from syncer.extract.reader import Slice
from syncer.extract.stretch_matcher import StretchMatcher
from tests.syncer.records import record, stored

SAVES = [stored(ref, key, 21 - ref) for ref, key in enumerate("ABCDEF", 1)]
A, B, C, D, E, F = (record(save.key, save.added_at.hour) for save in SAVES)


@pytest.fixture
def matcher() -> StretchMatcher:
    return StretchMatcher(SAVES, None)


def page(*records, offset: int = 0) -> Slice:
    return Slice(offset, 500, records)


def refs(items) -> list[int]:
    return [item.ref for item in items]


def test_stored_saves_are_passed_once_an_older_date_is_listed(matcher):
    findings = matcher.take(page(A, B, C))
    assert (refs(findings.unchanged), matcher.anchor) == ([1, 2], 2)
    assert matcher.first_held(default=99) == 2, "C may not be all of its date"
    assert matcher.has_passed


def test_a_record_newer_than_the_stored_saves_that_are_left_is_an_arrival(matcher):
    findings = matcher.take(page(record("N", 23), record("M", 22), A))
    assert [one.record.track.key for one in findings.arrivals] == ["N", "M"]
    assert matcher.anchor is None
    matcher.mark_stored([stored(8, "N", 23), stored(9, "M", 22)])
    assert matcher.anchor == 9


def test_records_are_held_back_until_a_stored_save_is_listed_below_them(matcher):
    matcher.take(page(A, B))
    findings = matcher.take(page(B, record("X", 17), record("Y", 16), offset=50))
    assert not findings.arrivals
    assert matcher.first_held(default=99) == 51
    findings = matcher.take(page(F, record("Z", 2), offset=100))
    assert [one.record.track.key for one in findings.arrivals][:2] == ["X", "Y"]
    assert refs(findings.ended) == [3, 4, 5]


def test_stored_saves_below_the_last_page_have_ended(matcher):
    matcher.take(page(A, B, C))
    findings = matcher.finish()
    assert (refs(findings.unchanged), refs(findings.ended)) == ([3], [4, 5, 6])


def test_a_page_that_lists_a_passed_save_shows_that_the_library_moved_down(matcher):
    matcher.take(page(A, B, C))
    assert matcher.shows_passed(page(B, C, offset=50))
    assert not matcher.shows_passed(page(C, D, offset=50))
    findings = matcher.take(page(B, C, D, offset=50))
    assert (refs(findings.unchanged), matcher.anchor) == ([3], 3)


def test_dropped_records_are_read_again(matcher):
    matcher.take(page(A, B, C))
    matcher.drop_held()
    assert matcher.first_held(default=2) == 2
    assert refs(matcher.take(page(C, D, offset=2)).unchanged) == [3]


def test_a_read_is_resumed_below_its_anchor():
    matcher = StretchMatcher(SAVES, 3)
    assert (matcher.has_passed, matcher.anchor) == (True, 3)
    assert matcher.ends_with(page(B, C))
    assert not matcher.ends_with(page(A, B))
    assert not matcher.ends_with(page())
    assert refs(matcher.take(page(D, E, F, offset=3)).unchanged) == [4, 5]


def test_an_anchor_that_is_gone_begins_at_the_top():
    matcher = StretchMatcher(SAVES, 99)
    assert (matcher.has_passed, matcher.anchor) == (False, None)
