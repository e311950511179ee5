"""A copy of a set-up cannot be told from the set-up, and belongs to one test alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from providers.rate_limits import limiter
from sandbox.world import World
from tests.support.cast import make_bob
from tests.support.sheet_harness import SheetHarness, scribbled_sheet
from tests.support.snapshots import Snapshots, is_in_memory, is_on_servers, read_rows

made: list[World] = []


def counted_sheet(world: World, *, synced: bool = False) -> SheetHarness:
    made.append(world)
    cache.set("word", "kept", 60)
    return scribbled_sheet(world) if synced else SheetHarness(world)


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def tests(sandbox, request) -> Callable[..., SheetHarness]:
    """Each call is the set-up of another test, which has done `before` by then."""
    snapshots = Snapshots()
    made.clear()
    until = ExitStack()
    request.addfinalizer(until.close)

    def start(before: Callable[[], Any] = lambda: None, **choice: bool) -> SheetHarness:
        until.close()
        if connection.in_atomic_block:
            until.enter_context(rolled_back())
        else:
            call_command("flush", interactive=False, verbosity=0)
        sandbox.world.reset()
        limiter().storage.reset()
        cache.clear()
        before()
        return snapshots.made(sandbox.world, until, counted_sheet, **choice)

    return start


def is_copied() -> bool:
    return is_in_memory() or is_on_servers()


def requests_counted() -> dict[str, list[Any]]:
    """Returns the moments of all requests that are counted, by what they are counted for."""
    store = limiter().storage
    if is_in_memory():
        return {name: [entry.atime for entry in entries] for name, entries in store.events.items()}
    return {
        name.decode(): store.storage.lrange(name, 0, -1) for name in sorted(store.storage.keys("LIMITS*"))
    }


def sorted_rows() -> dict[str, list[Any]]:
    """Returns the rows by table in one order: PostgreSQL puts a row wherever its table has room."""
    return {
        table: sorted(json.loads(rows or "[]") if isinstance(rows, str) else rows, key=repr)
        for table, rows in read_rows().items()
    }


def everything(harness: SheetHarness) -> dict[str, Any]:
    world = harness.world
    return {
        "rows": sorted_rows(),
        "sheet": harness.picture(),
        "shares": world.google.spreadsheets[harness.sheet.spreadsheet_id].shares,
        "saves": world.spotify.library("ada"),
        "tokens": {text: token.expires_at for text, token in world.spotify.grants.access.items()},
        "log": world.log[:],
        "quotas": vars(world.google.quotas),
        "requests": requests_counted(),
        "cache": cache.get("word"),
        "user": {name: value for name, value in vars(harness.user).items() if not name.startswith("_")},
    }


@pytest.mark.parametrize(
    "each_test",
    [
        pytest.param("rolled back", marks=pytest.mark.django_db),
        pytest.param("committed", marks=pytest.mark.django_db(transaction=True)),
    ],
)
def test_everything_is_as_it_was_left_and_a_test_changes_only_its_own(tests, each_test) -> None:
    first = everything(tests(synced=True))
    assert first["requests"]
    for _ in range(2):
        copy = tests(synced=True)
        assert everything(copy) == first or not is_copied()
        copy.world.spotify.save("ada", 3)
        copy.book.type_cell(copy.sheet.gid, 3, 1, "changed")
        copy.change_settings(recent_count=10)
        copy.user.display_name = "changed"
        cache.set("word", "changed")
    assert len(made) == (1 if is_copied() else 3)


@pytest.mark.django_db(transaction=True)
def test_a_copy_is_synced_like_the_sheet_itself(tests) -> None:
    receipts = []
    for _ in range(2):
        harness = tests(synced=True)
        (new,) = harness.world.spotify.save("ada", 1)
        harness.world.spotify.remove("ada", offsets=[5])
        receipt = harness.sync()
        receipts.append({name: receipt[name] for name in receipt.keys() - {"seconds", "went"}})
        assert harness.column("Link")[0].endswith(new)
    assert receipts[0] == receipts[1]


@pytest.mark.django_db
def test_the_clock_goes_on_from_where_it_was(tests) -> None:
    real = time_machine.escape_hatch
    tests()
    assert not real.is_travelling()
    tests()
    assert real.is_travelling() is is_copied()
    assert not is_copied() or timezone.now() < real.datetime.datetime.now(UTC)


@pytest.mark.django_db
def test_a_clock_that_stands_stays_where_it_is(tests) -> None:
    for day in (1, 1, 2):
        now = datetime(2026, 11, day, 9, tzinfo=UTC)
        with time_machine.travel(now, tick=False):
            assert tests().sheet.linked_at == timezone.now() == now
    assert len(made) == (2 if is_copied() else 3)


@pytest.mark.django_db
def test_with_a_moved_clock_that_goes_on_it_is_made_anew(tests) -> None:
    tests()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert tests().sheet.linked_at > timezone.now() - timedelta(hours=1)
    assert len(made) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["row", "fault", "account", "setting", "request"])
def test_after_something_else_it_is_made_anew(tests, sandbox, settings, what) -> None:
    before = {
        "row": make_bob,
        "fault": lambda: sandbox.world.faults.add("spotify-api", None, {"status": 500}, nth=99),
        "account": lambda: sandbox.world.spotify.grow("ben", 70),
        "setting": lambda: setattr(settings, "SITE_URL", "https://another.example"),
        "request": lambda: limiter().storage.acquire_entry("spotify", 5, 60),
    }[what]
    tests()
    tests(before)
    assert len(made) == 2


@pytest.mark.django_db
def test_the_vendors_worlds_of_the_test_are_filled_and_not_replaced(tests, sandbox) -> None:
    tests()
    world, held = sandbox.world, []
    harness = tests(lambda: held.extend([world.google, world.spotify, world.enrichment]))
    assert held == [world.google, world.spotify, world.enrichment]
    assert world.google.workbook(harness.sheet.spreadsheet_id) is harness.book
