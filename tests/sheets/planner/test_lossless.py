"""Random libraries, random people: nothing of the person's moves, everything of ours is right."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheets.planner.batches import split_into_batches
from sheets.planner.plan import plan_tab
from tests.sheets.planner.sheet_under_test import Desk
from tests.sheets.planner.songs import Shelf
from tests.sheets.planner.user_content_check import Scene, check, equal
from tests.sheets.planner.user_edits import Doing, Person

pytestmark = pytest.mark.slow

DOINGS = [name for name in vars(Person) if not name.startswith("_") and name not in {"do", "unique"}]
COLUMNS = ("artist", "track", "album", "added", "duration", "explicit", "tempo", "removed_on")
numbers = st.integers(0, 40)
doings = st.lists(st.tuples(st.sampled_from(DOINGS), numbers, numbers), max_size=12)
changes = st.lists(
    st.tuples(
        st.sampled_from(
            ["save", "save_old", "remove", "relink", "rename", "enrich", "scope", "keep", "columns"]
        ),
        numbers,
    ),
    max_size=6,
)
choices = st.permutations(COLUMNS).flatmap(
    lambda names: st.integers(1, 6).map(lambda count: (*names[:count], "link"))
)
# a drawn list is long at first: a library that has seen some life
rounds = st.lists(st.tuples(doings, changes, choices), min_size=1, max_size=2)
scarce = settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
one_round = given(
    saved=st.integers(0, 9),
    first=choices,
    doings=doings,
    changes=changes,
    columns=choices,
    limit=st.integers(1_500, 6_000),
)


def change(shelf: Shelf, changed: tuple[str, int], columns: tuple[str, ...]) -> None:
    name, number = changed
    if name == "save":
        shelf.save(1 + number % 5)
    elif name == "save_old":
        shelf.save(1, at=number % (len(shelf.saved) + 1))
    elif name == "scope":
        shelf.scope = number % 12
    elif name == "keep":
        shelf.keep_removed = not shelf.keep_removed
    elif name == "columns":
        shelf.columns = columns
    elif shelf.saved:
        getattr(shelf, name)(number % len(shelf.saved))


def live(
    desk: Desk, shelf: Shelf, doings: list[Doing], changes: list[tuple[str, int]], columns: tuple[str, ...]
) -> None:
    person = Person(desk)
    person.written = sum(map(len, desk.values)) + 1000 * len(desk.notes)
    for doing in doings:
        person.do(doing)
    for changed in changes:
        change(shelf, changed, columns)


@given(saved=st.integers(0, 9), first=choices, rounds=rounds)
@scarce
def test_every_cell_of_the_persons_stays_beside_its_track_and_ours_are_right(saved, first, rounds):
    desk, shelf = Desk(), Shelf(columns=first)
    shelf.save(saved)
    desk.sync(shelf.wanted())
    for doings, changes, columns in rounds:
        laid = shelf.columns
        live(desk, shelf, doings, changes, columns)
        before = Scene.of(desk, shelf, laid)
        before.recognise(shelf)
        desk.sync(shelf.wanted(written_columns=laid))
        check(before, Scene.of(desk, shelf, laid), shelf)


@one_round
@scarce
def test_stopped_after_any_batch_it_is_finished_later_and_no_reader_notices(
    saved, first, doings, changes, columns, limit
):
    desk, shelf = Desk(), Shelf(columns=first)
    shelf.save(saved)
    desk.sync(shelf.wanted())
    laid = shelf.columns
    live(desk, shelf, doings, changes, columns)
    wanted = shelf.wanted(written_columns=laid)
    undisturbed = desk.copy()
    undisturbed.sync(wanted)
    before, after = Scene.of(desk, shelf, laid).counts(), Scene.of(undisturbed, shelf, laid).counts()
    for part in split_into_batches(plan_tab(desk.read(), wanted).steps, limit):
        desk.send(part)
        now = Scene.of(desk, shelf, laid).counts()
        assert now.total() >= min(before.total(), after.total())
        assert not now - (before | after), "a row stands twice"
        resumed = desk.copy()
        resumed.sync(wanted)
        assert (resumed.values, resumed.notes, resumed.ours) == (
            undisturbed.values,
            undisturbed.notes,
            undisturbed.ours,
        )


@one_round
@scarce
def test_a_mirror_is_exact_or_refused_and_even_then_no_cell_is_lost(
    saved, first, doings, changes, columns, limit
):
    desk, shelf = Desk(), Shelf(columns=first)
    shelf.save(saved)
    desk.sync(shelf.wanted(mode="mirror"))
    laid = shelf.columns
    live(desk, shelf, doings, changes, columns)
    wanted = shelf.wanted(mode="mirror", written_columns=laid)
    before = Scene.of(desk, shelf, laid)
    before.recognise(shelf)
    planned = plan_tab(desk.read(), wanted)
    if planned.refusal:
        assert planned.refusal.cells
        assert not planned.steps
        return
    readers = Scene.of(desk, shelf, laid).counts()
    for part in split_into_batches(planned.steps, limit):
        desk.send(part)
        now = Scene.of(desk, shelf, laid).counts()
        assert now.total() >= min(readers.total(), len(wanted.rows))
        assert not now - (readers | Counter(track.number for track in shelf.saved)), "a row stands twice"
    after = Scene.of(desk, shelf, laid)
    assert after.groups() == before.groups()
    assert after.columns() == before.columns()
    width = len(wanted.columns)
    table = [[column.header for column in wanted.columns], *(list(row.values[:width]) for row in wanted.rows)]
    stands = [cells[:width] for cells in desk.values[: len(table)]]
    for row, cells in zip(table, stands, strict=True):
        assert all(
            equal(cell, None if value == "" else value) for cell, value in zip(cells, row, strict=True)
        )
    assert not plan_tab(desk.read(), wanted).steps
