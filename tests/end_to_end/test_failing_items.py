"""Spotify fails on each page that has one certain item: everything else is read and written."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from library.models import LibraryState, SavedTrack
from syncer.models import SyncRun
from tests.support.sheet_harness import SheetHarness, synced_sheet

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unsynced(sandbox) -> SheetHarness:
    sandbox.world.spotify.grow("ada", 300)
    return SheetHarness(sandbox.world, scope="all")


@pytest.fixture
def harness(made_once) -> SheetHarness:
    return made_once(synced_sheet, saved=300, scope="all")


def fail_on(sandbox, *offsets: int) -> None:
    account = sandbox.world.spotify.account("ada")
    account.failing_keys = {account.library.items[offset].key for offset in offsets}


def attempts(harness: SheetHarness, count: int) -> SyncRun:
    """Returns the run after `count` attempts, each at the moment to which the one before it had put it off."""
    run = harness.run()
    for _ in range(count - 1):
        assert run.state == "waiting"
        with time_machine.travel(run.resume_at):
            run = harness.run()
    return run


def current() -> int:
    return SavedTrack.objects.filter(removed_at=None, missing_since=None).count()


def test_the_weekly_read_goes_on_and_a_new_save_arrives(sandbox, harness) -> None:
    before = harness.column("Link")
    fail_on(sandbox, 130)
    (new,) = sandbox.world.spotify.save("ada", 1)
    LibraryState.objects.update(reconciled_at=None)
    receipt = harness.sync()
    assert (receipt["read_kind"], receipt["added"], receipt["removed"], receipt["unconfirmed"]) == (
        "full",
        1,
        0,
        0,
    )
    assert harness.column("Link") == [f"https://open.spotify.com/track/{new}", *before]
    (oddity,) = receipt["oddities"]
    assert (oddity["code"], oddity["count"]) == ("item_unreadable", 1)
    assert receipt["requests"]["spotify"] <= 7 + 14


def test_a_first_import_ends_without_the_item(sandbox, unsynced) -> None:
    fail_on(sandbox, 130, 260)
    receipt = unsynced.sync()
    assert (receipt["added"], receipt["database"], len(unsynced.column("Link"))) == (300, 300, 298)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert unsynced.sync()["requests"]["spotify"] == 1
    sandbox.world.spotify.account("ada").failing_keys = set()
    # By then the weekly read has been due: the first is four to ten days after the import.
    for day in (10, 11):
        with time_machine.travel(timezone.now() + timedelta(days=day)):
            receipt = unsynced.sync()
    assert (receipt["database"], len(unsynced.column("Link")), current()) == (300, 300, 300)


def test_a_new_save_arrives_although_a_whole_page_below_keeps_failing(sandbox, harness) -> None:
    before = harness.column("Link")
    fail_on(sandbox, *range(100, 150))
    (new,) = sandbox.world.spotify.save("ada", 1)
    LibraryState.objects.update(reconciled_at=None)
    run = attempts(harness, 3)
    assert run.state == "waiting"
    assert harness.column("Link") == [f"https://open.spotify.com/track/{new}", *before]


def test_a_first_import_writes_its_top_although_a_whole_page_below_keeps_failing(sandbox, unsynced) -> None:
    fail_on(sandbox, *range(100, 150))
    run = attempts(unsynced, 3)
    assert (run.state, len(unsynced.column("Link"))) == ("waiting", 100)
    sandbox.world.spotify.account("ada").failing_keys = set()
    with time_machine.travel(run.resume_at):
        run = unsynced.run()
    assert (run.state, current(), len(unsynced.column("Link"))) == ("done", 300, 300)


def test_an_item_of_the_first_page_is_left_out_from_the_third_attempt_on(sandbox, harness) -> None:
    fail_on(sandbox, 7)
    sandbox.world.spotify.save("ada", 2)
    run = harness.run()
    assert (run.state, sandbox.world.count("spotify-api", "saved_tracks")) == ("waiting", 8)
    for _ in range(2):
        with time_machine.travel(run.resume_at):
            run = harness.run()
    assert (run.state, run.receipt["added"], run.receipt["removed"]) == ("done", 2, 0)
    assert (current(), len(harness.column("Link"))) == (302, 302)


@pytest.mark.parametrize("saved", [0, 1, 2])
@pytest.mark.parametrize("full", [False, True])
def test_an_item_of_the_first_page_is_counted_once(sandbox, harness, saved, full) -> None:
    """The recent page is read again until one answer proves the database complete."""
    if full:
        LibraryState.objects.update(reconciled_at=None)
    fail_on(sandbox, 30)
    sandbox.world.spotify.save("ada", saved)
    run = harness.run()
    for _ in range(2):
        with time_machine.travel(run.resume_at):
            run = harness.run()
    (oddity,) = run.receipt["oddities"]
    assert (run.state, oddity["code"], oddity["count"], len(oddity["tracks"])) == (
        "done",
        "item_unreadable",
        1,
        1,
    )
