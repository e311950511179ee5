"""Bodies small enough for Google, each leaving a sheet that is right as far as it goes."""

from __future__ import annotations

import pytest

from syncer.load.sheet.batches import LIMIT, batches, deletes_rows
from syncer.load.sheet.columns import CATALOGUE, DEFAULT, chosen
from syncer.load.sheet.plan import plan
from syncer.load.sheet.steps import compact
from syncer.load.sheet.wanted import Wanted
from syncer.transform.records import SheetRow
from tests.planner.desk import Desk
from tests.planner.shelf import Shelf

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


@pytest.mark.parametrize(("ids", "writes"), [(DEFAULT, 2), (tuple(CATALOGUE), 5)])
def test_a_first_import_of_10_000_rows_takes_few_writes(ids, writes):
    columns = chosen(ids)
    steps = plan(Desk().read(), Wanted(columns, list(library(columns, 10_000)))).steps
    bodies = [compact({"requests": batch}) for batch in batches(steps)]
    assert len(bodies) <= writes
    assert max(map(len, bodies)) <= LIMIT


@pytest.mark.parametrize("limit", [2_500, 4_000, 9_000])
def test_no_batch_is_larger_than_the_limit(limit):
    shelf = Shelf()
    shelf.save(60)
    parts = Desk().parts(shelf.wanted(), limit)
    assert len(parts) > 2
    assert all(len(compact({"requests": part})) <= limit for part in parts[1:])


def test_each_batch_leaves_the_header_and_the_newest_rows():
    desk, shelf = Desk(), Shelf()
    shelf.save(40)
    parts = desk.parts(shelf.wanted(), 4_000)
    heights = []
    for part in parts:
        desk.send(part)
        newest = [track.key for track in shelf.saved]
        stands = [row[4] for row in desk.values]
        assert stands == ["Link", *newest][: len(stands)]
        heights.append(len(stands))
    assert heights == sorted(set(heights))
    assert heights[-1] == 41


def test_everything_that_fits_is_one_batch():
    shelf = Shelf()
    shelf.save(60)
    assert len(Desk().parts(shelf.wanted(), LIMIT)) == 1


def test_nothing_to_do_is_no_batch():
    assert list(batches(())) == []


def test_rows_go_only_after_the_new_ones_have_come():
    desk, shelf = Desk(), Shelf()
    shelf.save(12)
    desk.sync(shelf.wanted())
    for _ in range(6):
        shelf.remove(3)
    shelf.save(12)
    kinds = [deletes_rows(part) for part in desk.parts(shelf.wanted(), 2_500)]
    assert kinds[-1]
    assert kinds == sorted(kinds)


def test_a_single_row_above_the_limit_goes_alone():
    columns = chosen(("track",))
    rows = [SheetRow(f"https://open.spotify.com/track/{n}", (), ("x" * 40_000, "")) for n in range(3)]
    parts = Desk().parts(Wanted(columns, rows), 30_000)
    assert [sum("updateCells" in request for request in part) for part in parts] == [1, 1, 1, 1]


def test_thousands_of_slow_requests_are_spread_over_several_bodies():
    desk, shelf = Desk(rows=200), Shelf()
    shelf.save(60)
    desk.sync(shelf.wanted())
    shelf.saved.reverse()
    steps = plan(desk.read(), shelf.wanted(mode="mirror")).steps
    sizes = [len(batch) for batch in batches(steps, most_requests=10)]
    assert max(sizes) == 10
    assert sum(sizes) == 59
