"""What became of stored saves, given what is listed in their place now."""

from __future__ import annotations

from syncer.extract.comparison import compare
from tests.syncer.records import record, stored


def refs(items) -> list[int]:
    return [item.ref for item in items]


def test_the_same_saves_are_unchanged():
    findings = compare([stored(1, "A", 9), stored(2, "B", 8)], [record("A", 9), record("B", 8)], above=None)
    assert (refs(findings.unchanged), findings.lowest) == ([1, 2], 2)
    assert not (findings.relinked or findings.arrivals or findings.ended)


def test_each_kind_of_finding_is_distinguished():
    saves = [
        stored(1, "A", 9),
        stored(2, "B", 8, isrc="1"),
        stored(3, "C", 7),
        stored(4, "D", 6),
    ]
    listed = [record("A", 9), record("X", 8, isrc="1"), record(None, 7), record("E", 5)]
    findings = compare(saves, listed, above=None)
    assert refs(findings.unchanged) == [1]
    assert [(one.ref, one.record.track.key) for one in findings.relinked] == [(2, "X")]
    assert [(one.record.track.key, one.after, one.ref) for one in findings.arrivals] == [("E", 3, None)]
    assert refs(findings.ended) == [4]
    assert findings.ends_with_arrival


def test_a_null_that_became_a_track_is_the_same_save():
    findings = compare([stored(1, None, 9)], [record("A", 9)], above=None)
    assert (refs(findings.relinked), findings.arrivals, findings.ended) == ([1], [], [])


def test_a_track_that_is_listed_at_another_date_was_saved_again():
    findings = compare([stored(1, "A", 8)], [record("A", 9), record(None, 8)], above=None)
    assert refs(findings.ended) == [1]
    assert [one.record.added_at.hour for one in findings.arrivals] == [9, 8]


def test_a_save_of_a_track_that_is_listed_above_has_ended():
    findings = compare([stored(1, "A", 8)], [record(None, 8)], above=7, elsewhere=["A"])
    assert (refs(findings.ended), findings.lowest) == ([1], 7)


def test_a_save_that_left_its_place_has_moved_and_the_others_have_not():
    saves = [stored(1, "A", 9), stored(2, "B", 8), stored(3, "C", 7)]
    findings = compare(saves, [record("C", 7), record("A", 9), record("B", 8)], above=None)
    assert [(one.ref, one.after) for one in findings.arrivals] == [(3, None)]
    assert not findings.ended


def test_order_within_one_date_is_no_move():
    saves = [stored(1, "A", 9), stored(2, "B", 9), stored(3, "C", 9)]
    listed = [record(key, 9) for key in "BCA"]
    assert compare(saves, listed, above=None).arrivals == []


def test_a_former_id_is_recognised():
    saves = [stored(1, "new", 9, aliases=("old",))]
    findings = compare(saves, [record("old", 9)], above=None)
    assert (refs(findings.relinked), findings.ended) == ([1], [])
