"""Who moves to another country has new ids for everything they saved; their rows stay beside what they typed.

https://github.com/watsonbox/exportify/issues/91
"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from library.models import SavedTrack
from sandbox.spotify.ids import stable_id
from sandbox.world import World
from tests.support.sheet_harness import SheetHarness, synced_sheet

pytestmark = pytest.mark.django_db(transaction=True)
SAVED = 60


def rated_sheet(world: World) -> SheetHarness:
    """All 60 in the sheet, and a rating beside every fifth."""
    harness = synced_sheet(world, scope="all")
    harness.book.type_cell(harness.sheet.gid, 0, 5, "Rating")
    for row in range(1, SAVED + 1, 5):
        harness.book.type_cell(harness.sheet.gid, row, 5, f"{row} stars")
    return harness


@pytest.fixture
def harness(made_once) -> SheetHarness:
    return made_once(rated_sheet)


def move(harness: SheetHarness, offset: int, *, longer_by: int = 0) -> str:
    """Gives a save another id, without an ISRC, and `longer_by` milliseconds more; returns the new link."""
    spotify = harness.world.spotify
    old = spotify.library("ada")[offset].key
    new = stable_id("moved", old)
    spotify.relink("ada", old, new)
    document = spotify.catalogue.document(new)
    document |= {"external_ids": {}, "duration_ms": document["duration_ms"] + longer_by}
    spotify.catalogue.add_document(document)
    return f"https://open.spotify.com/track/{new}"


def beside(harness: SheetHarness) -> dict[str, str]:
    """The ratings by the link that stands in their row."""
    return {
        link: rating
        for link, rating in zip(harness.column("Link"), harness.column("Rating"), strict=True)
        if rating
    }


@pytest.mark.parametrize("longer_by", [0, 1_900, -2_000])
def test_every_save_keeps_its_row_and_the_rating_beside_it(harness, longer_by) -> None:
    before, rated = harness.rows[1:], list(beside(harness))
    places = [harness.library.index(link) for link in rated]
    moved = [move(harness, offset, longer_by=longer_by) for offset in range(SAVED)]
    receipt = harness.sync()
    assert (receipt["added"], receipt["removed"], receipt["unconfirmed"], receipt["held"]) == (0, 0, 0, 0)
    assert harness.column("Link") == moved
    assert [row[:4] + row[5:] for row in harness.rows[1:]] == [row[:4] + row[5:] for row in before]
    assert beside(harness) == {moved[place]: f"{place + 1} stars" for place in places}
    assert SavedTrack.objects.count() == SAVED
    for day in (1, 8):
        with time_machine.travel(timezone.now() + timedelta(days=day)):
            receipt = harness.sync()
        assert (receipt["database"], harness.column("Link")) == (SAVED, moved)


def test_a_length_that_differs_by_more_than_two_seconds_is_another_save(harness) -> None:
    before = harness.column("Link")
    moved = [
        move(harness, offset, longer_by=2_100 if offset in (15, 16) else 2_000) for offset in range(SAVED)
    ]
    receipt = harness.sync()
    assert (receipt["added"], receipt["removed"], receipt["database"]) == (2, 2, SAVED)
    # The row of the first one holds a rating, and stays for it.
    assert (receipt["rows_added"], receipt["rows_deleted"], len(receipt["kept"])) == (2, 1, 1)
    assert set(harness.column("Link")) == {*moved, before[15]}
    assert beside(harness)[before[15]] == "16 stars"
    assert beside(harness)[moved[20]] == "21 stars"
    assert not {moved[15], moved[16]} & beside(harness).keys()
