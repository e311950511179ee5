"""Random libraries and random edits: no cell of the user moves or is lost, and every managed cell is right."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sheets.planner.batches import split_into_batches
from sheets.planner.plan import plan_tab
from tests.sheets.planner.small_library import SmallLibrary
from tests.sheets.planner.tab_state import TabState, check, check_content, equal
from tests.sheets.planner.tab_under_test import TabUnderTest
from tests.sheets.planner.user_edits import Edit, UserEdits

pytestmark = pytest.mark.slow
EDITS = [name for name in vars(UserEdits) if not name.startswith("_") and name not in {"do", "unique"}]
COLUMNS = ("artist", "track", "album", "added", "duration", "explicit", "tempo", "removed_on")
numbers = st.integers(0, 40)
edits = st.lists(st.tuples(st.sampled_from(EDITS), numbers, numbers), max_size=12)
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
rounds = st.lists(st.tuples(edits, changes, choices), min_size=1, max_size=2)
many_examples = settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
one_round = given(
    saved=st.integers(0, 9),
    first=choices,
    edits=edits,
    changes=changes,
    columns=choices,
    limit=st.integers(1_500, 6_000),
)


def change(library: SmallLibrary, changed: tuple[str, int], columns: tuple[str, ...]) -> None:
    name, number = changed
    if name == "save":
        library.save(1 + number % 5)
    elif name == "save_old":
        library.save(1, at=number % (len(library.saved) + 1))
    elif name == "scope":
        library.scope = number % 12
    elif name == "keep":
        library.keep_removed = not library.keep_removed
    elif name == "columns":
        library.columns = columns
    elif library.saved:
        getattr(library, name)(number % len(library.saved))


def edit_and_change(
    tab: TabUnderTest,
    library: SmallLibrary,
    edits: list[Edit],
    changes: list[tuple[str, int]],
    columns: tuple[str, ...],
) -> None:
    user = UserEdits(tab)
    user.written = sum(map(len, tab.values)) + 1000 * len(tab.notes)
    for edit in edits:
        user.do(edit)
    for changed in changes:
        change(library, changed, columns)


@given(saved=st.integers(0, 9), first=choices, rounds=rounds)
@example(
    # The link column of a track that was removed meanwhile is found again behind a copied column without a tag.
    saved=0,
    first=("artist", "track", "link"),
    rounds=[
        ([], [("save", 22)], ("artist", "link")),
        (
            [
                ("users_row", 0, 0),
                ("copy_of_managed_column", 2, 19),
                ("sort_with_header", 0, 0),
                ("delete_header", 0, 0),
            ],
            [("remove", 0), ("keep", 0)],
            ("artist", "link"),
        ),
    ],
)
@example(
    saved=9,
    first=("artist", "link"),
    rounds=[
        ([], [("scope", 0)], ("artist", "link")),
        ([("copy_of_managed_column", 0, 3)], [], ("artist", "link")),
    ],
)
@example(
    # The only cell of ours was typed over, and its column is dropped on the day on which the track leaves.
    saved=7,
    first=("artist", "link"),
    rounds=[([("edit_managed_cell", 17, 19)], [("columns", 14), ("scope", 0)], ("track", "link"))],
)
@example(
    # The person's row with a track's link, and its only words in a column that is dropped; nothing tells afterwards.
    saved=8,
    first=("artist", "track", "link"),
    rounds=[
        ([("pasted_row", 0, 0)], [], ("artist", "link")),
        ([], [("scope", 0), ("columns", 0)], ("tempo", "link")),
    ],
)
@example(
    # Two tracks with the same words once a column is gone; the links in the copied column tell them apart.
    saved=5,
    first=("track", "explicit", "artist", "link"),
    rounds=[
        (
            [("value", 1, 0), ("copy_of_managed_column", 3, 4), ("delete_managed_column", 0, 0)],
            [],
            ("artist", "link"),
        ),
    ],
)
@example(
    # The person's row with the track's link, which is not believed, and the track's row known by its words.
    saved=1,
    first=("artist", "track", "link"),
    rounds=[([("pasted_row", 0, 0), ("copy_of_managed_column", 38, 1)], [], ("artist", "link"))],
)
@many_examples
def test_every_cell_of_the_user_remains_beside_its_track_and_managed_cells_are_correct(saved, first, rounds):
    tab, library = TabUnderTest(), SmallLibrary(columns=first)
    library.save(saved)
    tab.sync(library.desired())
    for edits, changes, columns in rounds:
        written = library.columns
        edit_and_change(tab, library, edits, changes, columns)
        before = TabState.of(tab, library, written)
        before.match_damaged_rows(library)
        tab.sync(library.desired(written_columns=written))
        check(before, TabState.of(tab, library, written), library)


@one_round
@many_examples
def test_sync_stopped_after_any_batch_is_finished_later_and_no_reader_notices(
    saved, first, edits, changes, columns, limit
):
    tab, library = TabUnderTest(), SmallLibrary(columns=first)
    library.save(saved)
    tab.sync(library.desired())
    written = library.columns
    edit_and_change(tab, library, edits, changes, columns)
    desired = library.desired(written_columns=written)
    # Between two batches the tab is as neither write left it: rows are counted by what they hold alone.
    tab.written_cells = {}
    undisturbed = tab.copy()
    undisturbed.sync(desired)
    state = TabState.of(tab, library, written)
    before, after = state.counts(), TabState.of(undisturbed, library, written).counts()
    found_again = state.counts_by_link(library)
    for part in tab.parts(desired, limit):
        tab.send(part)
        now = TabState.of(tab, library, written).counts()
        assert now.total() >= min(before.total(), after.total())
        assert not now - (before | after | found_again), "a row stands twice"
        resumed = tab.copy()
        resumed.sync(desired)
        assert (resumed.values, resumed.notes, resumed.tagged) == (
            undisturbed.values,
            undisturbed.notes,
            undisturbed.tagged,
        )


@one_round
@example(
    # The untagged link column is found again by its links, and the row beside the person's cell is the track's.
    saved=1,
    first=("artist", "track", "link"),
    edits=[
        ("value", 1, 0),
        ("copy_of_managed_column", 2, 1),
        ("delete_row", 1, 0),
        ("edit_managed_cell", 0, 0),
    ],
    changes=[],
    columns=("artist", "link"),
    limit=1500,
)
@many_examples
def test_mirror_is_exact_or_refused_and_loses_no_cell_of_the_user(
    saved, first, edits, changes, columns, limit
):
    tab, library = TabUnderTest(), SmallLibrary(columns=first)
    library.save(saved)
    tab.sync(library.desired(mode="mirror"))
    written = library.columns
    edit_and_change(tab, library, edits, changes, columns)
    desired = library.desired(mode="mirror", written_columns=written)
    before = TabState.of(tab, library, written)
    before.match_damaged_rows(library)
    planned = plan_tab(tab.read(), desired)
    if planned.refusal:
        assert planned.refusal.cells or planned.refusal.rows
        assert not planned.steps
        return
    readers = TabState.of(tab, library, written).counts()
    found_again = before.counts_by_link(library)
    for part in split_into_batches(planned.steps, limit):
        tab.send(part)
        now = TabState.of(tab, library, written).counts()
        assert now.total() >= min(readers.total(), len(desired.rows))
        wanted = Counter(track.number for track in library.saved)
        assert not now - (readers | found_again | wanted), "a row stands twice"
    after = TabState.of(tab, library, written)
    check_content(before, after, library)
    assert after.columns() == before.without_corrected_links(after).columns()
    width = len(desired.columns)
    table = [
        [column.header for column in desired.columns],
        *(list(row.values[:width]) for row in desired.rows),
    ]
    stands = [cells[:width] for cells in tab.values[: len(table)]]
    for row, cells in zip(table, stands, strict=True):
        assert all(
            equal(cell, None if value == "" else value) for cell, value in zip(cells, row, strict=True)
        )
    assert not plan_tab(tab.read(), desired).steps
