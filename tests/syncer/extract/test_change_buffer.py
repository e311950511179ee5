"""Findings that contradict each other, resolved into changes."""

from __future__ import annotations

from syncer.extract.change_buffer import ChangeBuffer
from syncer.extract.comparison import Findings
from syncer.transform.records import Arrival, Changes, Departure, Sighting
from tests.syncer.records import at, record, stored


def collected(saves, *findings: Findings):
    buffer = ChangeBuffer(saves)
    for one in findings:
        buffer.add(one)
    return buffer.changes()


def arriving(*records, ref: int | None = None) -> Findings:
    return Findings(None, arrivals=[Arrival(one, None, ref) for one in records])


def test_a_track_that_arrives_again_ends_its_older_save_at_that_time():
    changes = collected([stored(1, "A", 8)], arriving(record("A", 9)))
    assert len(changes.arrivals) == 1
    assert changes.departures == (Departure(1, at(9)),)


def test_a_local_file_may_be_saved_twice():
    file = record("spotify:local:x", 9, is_local=True)
    assert collected([stored(1, "spotify:local:x", 8)], arriving(file)).departures == ()


def test_a_save_on_two_overlapping_pages_arrives_once():
    changes = collected([], arriving(record("A")), arriving(record("A"), record("B")))
    assert [one.record.track.key for one in changes.arrivals] == ["A", "B"]


def test_nulls_are_not_taken_for_one_another():
    assert len(collected([], arriving(record(None), record(None))).arrivals) == 2


def test_an_arrival_that_is_stored_elsewhere_is_a_move_and_does_not_end():
    save = stored(1, "A", 9)
    for ended in (Findings(None, ended=[save]), Findings(None)):
        changes = collected([save], arriving(record("A", 9)), ended)
        assert [one.ref for one in changes.arrivals] == [1]
        assert changes.departures == ()


def test_a_save_does_not_move_within_its_date_and_does_not_end():
    """A page that lists the lower one of two equal local files calls it the first one, which is stored above."""
    uri = "spotify:local:x"
    saves = [stored(1, uri, 9), stored(2, "A", 9), stored(3, "B", 8)]
    file = record(uri, 9, is_local=True)
    within = Findings(None, arrivals=[Arrival(file, 2)], ended=[saves[0]])
    assert collected(saves, within) == Changes(seen=(Sighting(1, file),))
    for after in (None, 3):
        moved = collected(saves, Findings(None, arrivals=[Arrival(file, after)]))
        assert [(one.ref, one.after) for one in moved.arrivals] == [(1, after)]


def test_a_save_that_is_stored_outside_its_date_moves_there():
    saves = [stored(2, "A", 9), stored(3, "B", 8), stored(1, "C", 9)]
    moved = collected(saves, Findings(None, arrivals=[Arrival(record("C", 9), 2)]))
    assert [(one.ref, one.after) for one in moved.arrivals] == [(1, 2)]


def test_a_save_ends_once():
    save = stored(1, "A", 9)
    ended = Findings(None, ended=[save])
    assert collected([save], ended, ended).departures == (Departure(1),)


def test_a_save_that_is_relinked_to_a_track_of_the_same_date_ends():
    saves = [stored(1, "A", 9), stored(2, "B", 9)]
    free, taken = Sighting(1, record("X", 9)), Sighting(1, record("B", 9))
    assert collected(saves, Findings(None, relinked=[free])).relinked == (free,)
    changes = collected(saves, Findings(None, relinked=[taken]))
    assert (changes.relinked, changes.departures) == ((), (Departure(1),))


def test_stored_arrivals_leave_the_buffer_and_are_known_from_then_on():
    buffer = ChangeBuffer([])
    buffer.add(arriving(record("A", 9)))
    assert buffer.shows([record("A", 9)])
    buffer.mark_stored([stored(1, "A", 9)])
    assert not buffer.shows([record("A", 9)])
    assert not buffer.changes().has_changes
    buffer.add(arriving(record("A", 9)))
    assert [one.ref for one in buffer.changes().arrivals] == [1]
