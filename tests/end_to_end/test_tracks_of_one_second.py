"""Spotify lists tracks saved in one second in orders of its own: each is kept once, and has one row."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from library.models import LibraryState, SavedTrack
from sandbox.spotify.library import EqualTimesOrder
from tests.support.sheet_harness import SheetHarness

pytestmark = pytest.mark.django_db(transaction=True)

ABOVE, ALBUM, BELOW = 44, 12, 60
ALL = ABOVE + ALBUM + BELOW


@pytest.fixture
def harness(sandbox) -> SheetHarness:
    """An album of 12 in one second across the edge of the first page of fifty, above the sixty that Ada has."""
    spotify, start = sandbox.world.spotify, timezone.now() - timedelta(days=1)
    spotify.save("ada", ALBUM, start)
    for minute in range(1, ABOVE + 1):
        spotify.save("ada", 1, start + timedelta(minutes=minute))
    assert len({item.added_at for item in spotify.library("ada")[44:56]}) == 1
    return SheetHarness(sandbox.world, scope="all")


def check(harness: SheetHarness, receipt: dict) -> None:
    """As many tracks at Spotify as kept and as rows, each once."""
    saved = {f"https://open.spotify.com/track/{item.key}" for item in harness.world.spotify.library("ada")}
    links = harness.column("Link")
    assert (receipt["spotify_total"], receipt["database"], len(links)) == (ALL, ALL, ALL)
    assert set(links) == saved
    assert SavedTrack.objects.filter(removed_at=None, missing_since=None, ordinal=0).count() == ALL
    assert SavedTrack.objects.count() == ALL


@pytest.mark.parametrize("each", ["replica", "request"])
def test_an_album_across_the_edge_of_a_page_in_two_orders(sandbox, harness, each) -> None:
    order = EqualTimesOrder(each, seed=1)
    library, today = sandbox.world.spotify.library("ada"), timezone.now().date()
    above_the_edge = [set(order.listed(library, request=request, day=today)[44:50]) for request in (1, 2)]
    assert above_the_edge[0] != above_the_edge[1]
    sandbox.world.spotify.equal_times = order
    check(harness, harness.sync())
    for day in (1, 2):
        LibraryState.objects.update(reconciled_at=None)
        with time_machine.travel(timezone.now() + timedelta(days=day)):
            receipt = harness.sync()
        check(harness, receipt)
        assert (receipt["added"], receipt["removed"], receipt["held"]) == (0, 0, 0)


def test_an_album_in_another_order_each_day_writes_nothing(sandbox, harness) -> None:
    sandbox.world.spotify.equal_times = EqualTimesOrder("day", seed=1)
    check(harness, harness.sync())
    rows, written = harness.column("Link"), sandbox.world.count("google-sheets", "batch_update")
    for day in (1, 2, 3):
        with time_machine.travel(timezone.now() + timedelta(days=day)):
            receipt = harness.sync()
        check(harness, receipt)
        assert harness.column("Link") == rows
    assert sandbox.world.count("google-sheets", "batch_update") == written
