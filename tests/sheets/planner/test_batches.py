"""Bodies small enough for Google, each leaving a sheet that is right as far as it goes."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets.columns import COLUMNS, DEFAULT_COLUMNS, get_columns
from sheets.planner.batches import MAX_BYTES, split_into_batches
from sheets.planner.desired import DesiredTab, SheetRow
from sheets.planner.grid import Grid
from sheets.planner.plan import plan_tab
from sheets.planner.requests import ColumnTag
from sheets.planner.steps import to_compact_json
from tests.sheets.planner.small_library import SmallLibrary
from tests.sheets.planner.tab_under_test import GID, TabUnderTest

VALUES = {
    "artist": "Godspeed You! Black Emperor",
    "track": "Storm: Lift Yr. Skinny Fists",
    "album": "Lift Your Skinny Fists Like Antennas",
    "added": 46_000.12345678,
    "release_date": "2000-10-09",
    "duration": 0.0157060185,
    "explicit": False,
    "isrc": "CAC220000001",
    "tempo": 116.735,
    "energy": 0.601,
    "danceability": 0.621,
    "acousticness": 0.0522,
    "valence": 0.457,
    "genres": "post-rock, instrumental rock, slowcore",
    "removed_on": None,
}


def library(columns, count):
    for number in range(count):
        key = f"https://open.spotify.com/track/{number:022d}"
        yield SheetRow(key, (), tuple(VALUES.get(column.id, key) for column in columns))


@pytest.mark.slow
@pytest.mark.parametrize(("ids", "writes"), [(DEFAULT_COLUMNS, 2), (tuple(COLUMNS), 5)])
def test_first_import_of_10_000_rows_takes_few_batches(ids, writes):
    columns = get_columns(ids)
    steps = plan_tab(TabUnderTest().read(), DesiredTab(columns, list(library(columns, 10_000)))).steps
    bodies = [to_compact_json({"requests": batch}) for batch in split_into_batches(steps)]
    assert len(bodies) <= writes
    assert max(map(len, bodies)) <= MAX_BYTES


@pytest.mark.parametrize("limit", [2_500, 4_000, 9_000])
def test_no_batch_is_larger_than_the_limit(limit):
    library = SmallLibrary()
    library.save(60)
    parts = TabUnderTest().parts(library.desired(), limit)
    assert len(parts) > 2
    assert all(len(to_compact_json({"requests": part})) <= limit for part in parts[1:])


def test_each_batch_leaves_the_header_and_the_newest_rows():
    tab, library = TabUnderTest(), SmallLibrary()
    library.save(40)
    parts = tab.parts(library.desired(), 4_000)
    heights = []
    for part in parts:
        tab.send(part)
        newest = [track.key for track in library.saved]
        stands = [row[4] for row in tab.values]
        assert stands == ["Link", *newest][: len(stands)]
        heights.append(len(stands))
    assert heights == sorted(set(heights))
    assert heights[-1] == 41


def test_everything_that_fits_is_one_batch():
    library = SmallLibrary()
    library.save(60)
    assert len(TabUnderTest().parts(library.desired(), MAX_BYTES)) == 1


def test_no_steps_are_no_batch():
    assert list(split_into_batches(())) == []


def test_rows_are_deleted_only_after_the_new_ones_are_inserted():
    tab, library = TabUnderTest(), SmallLibrary()
    library.save(12)
    tab.sync(library.desired())
    for _ in range(6):
        library.remove(3)
    library.save(12)
    parts = tab.parts(library.desired(), 2_500)
    kinds = [any("deleteDimension" in request for request in part) for part in parts]
    assert kinds[-1]
    assert kinds == sorted(kinds)


def test_single_row_above_the_limit_is_a_batch_of_its_own():
    columns = get_columns(("track",))
    rows = [SheetRow(f"https://open.spotify.com/track/{n}", (), ("x" * 40_000, "")) for n in range(3)]
    parts = TabUnderTest().parts(DesiredTab(columns, rows), 30_000)
    assert [sum("updateCells" in request for request in part) for part in parts] == [1, 1, 1, 1]


def test_many_slow_requests_are_spread_over_several_batches():
    tab, library = TabUnderTest(rows=200), SmallLibrary()
    library.save(60)
    tab.sync(library.desired())
    library.saved.reverse()
    steps = plan_tab(tab.read(), library.desired(mode="mirror")).steps
    sizes = [len(batch) for batch in split_into_batches(steps, max_requests=10)]
    assert max(sizes) == 10
    assert sum(sizes) == 59


@pytest.mark.slow
@given(
    kept=st.permutations(("artist", "track", "album", "added", "duration", "explicit")).flatmap(
        lambda names: st.integers(0, 6).map(lambda count: (*names[:count], "link"))
    ),
    unlinked=st.sets(st.integers(1, 40)),
    typed=st.sets(st.tuples(st.integers(1, 40), st.integers(0, 5)), max_size=8),
    noted=st.sets(st.integers(0, 5), max_size=4),
    gone=st.sets(st.integers(0, 29)),
)
@settings(deadline=None, max_examples=40)
def test_every_batch_of_every_plan_keeps_to_the_limits(kept, unlinked, typed, noted, gone):
    limit, max_requests = 14_000, 50
    library = SmallLibrary(columns=("artist", "track", "album", "added", "duration", "explicit", "link"))
    tab = TabUnderTest(columns=9)
    library.save(40)
    tab.sync(library.desired())
    for row, column in typed:
        tab.type(row, column, "=0")
    for column in noted:
        tab.note(40, column, "my note")
    for row in unlinked:
        tab.type(row, 6, "")
    for place in sorted(gone, reverse=True):
        library.remove(place)
    library.save(20)
    written, library.columns = library.columns, kept
    desired = library.desired(written_columns=written)
    at_once = tab.copy()
    at_once.sync(desired)
    while parts := list(
        split_into_batches(plan_tab(tab.read(), desired).steps, limit, max_requests=max_requests)
    ):
        assert max(len(to_compact_json({"requests": part})) for part in parts) <= limit
        assert max(map(len, parts)) <= max_requests
        tab.send(parts[0])
    assert (tab.values, tab.notes, tab.tagged) == (at_once.values, at_once.notes, at_once.tagged)


@pytest.mark.slow
def test_links_of_a_whole_library_are_restored_in_several_batches():
    columns = get_columns(DEFAULT_COLUMNS)
    rows = [
        replace(row, values=(f"{number}", *row.values[1:]))
        for number, row in enumerate(library(columns, 20_000))
    ]
    cells = [[column.header for column in columns], *([*row.values[:4]] for row in rows)]
    tags = {place: ColumnTag(place, column.id) for place, column in enumerate(columns)}
    grid = Grid(GID, "code", ZoneInfo("UTC"), 20_001, 5, 1, cells, tags=tags)
    planned = plan_tab(grid, DesiredTab(columns, rows, written_columns=DEFAULT_COLUMNS))
    assert planned.restored == 20_000
    assert [
        len(to_compact_json({"requests": part})) <= MAX_BYTES for part in split_into_batches(planned.steps)
    ] == [True, True]
