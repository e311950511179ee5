"""Spotify answers 200 with a part of what it has: nothing of the person's goes because of one answer."""

from __future__ import annotations

import pytest

from library.models import LibraryState, SavedTrack
from tests.support.sheet_harness import SheetHarness

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def harness(sandbox) -> SheetHarness:
    sandbox.world.spotify.grow("ada", 300)
    return SheetHarness(sandbox.world, scope="all")


def rows(harness: SheetHarness) -> list[str]:
    return harness.column("Link")


def current(harness: SheetHarness) -> int:
    return SavedTrack.objects.filter(user=harness.user, removed_at=None).count()


@pytest.mark.parametrize("lie", ["zeroed", "empty", "short"])
def test_the_first_page_of_a_daily_sync_lacks_items_once(sandbox, harness, lie) -> None:
    harness.sync()
    before, written = rows(harness), sandbox.world.count("google-sheets", "batch_update")
    sandbox.world.faults.add("spotify-api", "saved_tracks", {"wrong_answer": lie})
    receipt = harness.sync()
    assert (receipt["removed"], receipt["spotify_total"], receipt["requests"]["spotify"]) == (0, 300, 2)
    assert rows(harness) == before
    assert sandbox.world.count("google-sheets", "batch_update") == written


@pytest.mark.parametrize("lie", ["zeroed", "empty", "short"])
@pytest.mark.parametrize("nth", [1, 3, 6])
def test_a_page_of_the_weekly_read_lacks_items_once(sandbox, harness, lie, nth) -> None:
    harness.sync()
    before = rows(harness)
    LibraryState.objects.update(reconciled_at=None)
    sandbox.world.faults.add("spotify-api", "saved_tracks", {"wrong_answer": lie}, nth=nth)
    receipt = harness.sync()
    assert (receipt["removed"], receipt["added"]) == (0, 0)
    assert rows(harness) == before
    assert LibraryState.objects.get().expected_difference == 0


@pytest.mark.parametrize("lie", ["zeroed", "empty", "short"])
@pytest.mark.parametrize("nth", [1, 2, 5])
def test_a_page_of_the_first_import_lacks_items_once(sandbox, harness, lie, nth) -> None:
    sandbox.world.faults.add("spotify-api", "saved_tracks", {"wrong_answer": lie}, nth=nth)
    harness.sync()
    assert (current(harness), len(rows(harness))) == (300, 300)
    assert LibraryState.objects.get().expected_difference == 0
