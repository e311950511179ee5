"""Spotify answers 200 with a part of what it has: nothing of the person's goes because of one answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from library.models import LibraryState, SavedTrack
from providers.models import SpotifyApp
from sandbox.spotify.odd_library import local_file
from tests.support.sheet_harness import SheetHarness, synced_sheet

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unsynced(sandbox) -> SheetHarness:
    sandbox.world.spotify.grow("ada", 300)
    return SheetHarness(sandbox.world, scope="all")


@pytest.fixture
def harness(made_once) -> SheetHarness:
    return made_once(synced_sheet, saved=300, scope="all")


def rows(harness: SheetHarness) -> list[str]:
    return harness.column("Link")


def current(harness: SheetHarness) -> int:
    return SavedTrack.objects.filter(user=harness.user, removed_at=None).count()


@pytest.mark.parametrize("lie", ["zeroed", "empty", "short"])
def test_the_first_page_of_a_daily_sync_lacks_items_once(sandbox, harness, lie) -> None:
    before, written = rows(harness), sandbox.world.count("google-sheets", "batch_update")
    sandbox.world.faults.add("spotify-api", "saved_tracks", {"wrong_answer": lie})
    receipt = harness.sync()
    assert (receipt["removed"], receipt["spotify_total"], receipt["requests"]["spotify"]) == (0, 300, 2)
    assert rows(harness) == before
    assert sandbox.world.count("google-sheets", "batch_update") == written


@pytest.mark.parametrize("lie", ["zeroed", "empty", "short"])
@pytest.mark.parametrize("nth", [1, 3, 6])
def test_a_page_of_the_weekly_read_lacks_items_once(sandbox, harness, lie, nth) -> None:
    before = rows(harness)
    LibraryState.objects.update(reconciled_at=None)
    sandbox.world.faults.add("spotify-api", "saved_tracks", {"wrong_answer": lie}, nth=nth)
    receipt = harness.sync()
    assert (receipt["removed"], receipt["added"]) == (0, 0)
    assert rows(harness) == before
    assert LibraryState.objects.get().expected_difference == 0


@pytest.mark.parametrize("lie", ["zeroed", "empty", "short"])
@pytest.mark.parametrize("nth", [1, 2, 5])
def test_a_page_of_the_first_import_lacks_items_once(sandbox, unsynced, lie, nth) -> None:
    sandbox.world.faults.add("spotify-api", "saved_tracks", {"wrong_answer": lie}, nth=nth)
    unsynced.sync()
    assert (current(unsynced), len(rows(unsynced))) == (300, 300)
    assert LibraryState.objects.get().expected_difference == 0


def test_a_library_that_is_answered_short_for_a_day_keeps_its_rows(sandbox, harness) -> None:
    """Both looks agree that 20 tracks are left of 300; the next day all are there again."""
    before, written = rows(harness), sandbox.world.count("google-sheets", "batch_update")
    everything = sandbox.world.spotify.account("ada").library.items
    sandbox.world.spotify.account("ada").library.items = everything[:20]
    receipt = harness.sync()
    assert (receipt["removed"], receipt["held"], receipt["database"]) == (0, 280, 20)
    assert (rows(harness), current(harness)) == (before, 300)
    sandbox.world.spotify.account("ada").library.items = everything
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        receipt = harness.sync()
    assert (receipt["added"], receipt["removed"], receipt["held"], receipt["database"]) == (0, 0, 0, 300)
    assert rows(harness) == before
    assert sandbox.world.count("google-sheets", "batch_update") == written


@pytest.mark.parametrize(("size", "most"), [(100, 20), (1_000, 50)])
def test_as_many_rows_as_are_believable_go_and_with_one_more_all_stay(sandbox, made_once, size, most) -> None:
    harness = made_once(synced_sheet, saved=size, scope="all")
    before = rows(harness)
    everything = sandbox.world.spotify.account("ada").library.items
    sandbox.world.spotify.remove("ada", offsets=range(30, 30 + most + 1))
    receipt = harness.sync()
    assert (receipt["removed"], receipt["held"], rows(harness)) == (0, most + 1, before)
    assert sandbox.world.count("spotify-api", "library_contains") == 0
    sandbox.world.spotify.account("ada").library.items = everything
    assert harness.sync()["held"] == 0
    sandbox.world.spotify.remove("ada", offsets=range(30, 30 + most))
    receipt = harness.sync()
    assert (receipt["removed"], receipt["held"]) == (most, 0)
    assert rows(harness) == before[:30] + before[30 + most :]
    assert sandbox.world.count("spotify-api", "library_contains") == -(-most // 40)


def test_removing_the_held_tracks_leaves_those_that_the_person_keeps(sandbox, harness, client) -> None:
    client.force_login(harness.user)
    library = sandbox.world.spotify.account("ada").library
    library.items = library.items[:250]
    assert harness.sync()["held"] == 50
    client.post("/missing/keep/")
    library.items = library.items[:100] + library.items[150:]
    receipt = harness.sync()
    assert (receipt["held"], receipt["kept_missing"]) == (50, 50)
    client.post("/missing/remove/")
    receipt = harness.sync()
    assert (receipt["removed"], receipt["kept_missing"], len(rows(harness))) == (50, 50, 250)
    client.post("/missing/kept/remove/")
    receipt = harness.sync()
    assert (receipt["removed"], receipt["kept_missing"], len(rows(harness))) == (50, 0, 200)


def test_what_went_and_what_came_is_named(sandbox, harness) -> None:
    name = SavedTrack.objects.order_by("-position")[150].track.full_name
    sandbox.world.spotify.remove("ada", offsets=[150])
    sandbox.world.spotify.save("ada", 60)
    receipt = harness.sync()
    (gone,) = receipt["went"]
    save = SavedTrack.objects.get(removed_at__isnull=False)
    assert (gone["track"], receipt["went_more"]) == (name, 0)
    assert [gone["missing_since"], gone["confirmed_at"]] == [
        save.removed_at.isoformat(),
        save.removal_confirmed_at.isoformat(),
    ]
    assert (len(receipt["came"]), receipt["came_more"]) == (50, 10)


@pytest.mark.parametrize("kind", ["forbidden", "local file"])
def test_a_row_that_spotify_cannot_be_asked_about_goes_after_a_second_reading(sandbox, harness, kind) -> None:
    """Where the app may not ask, and of a local file, which has no id: not earlier than an hour after the first."""
    spotify = sandbox.world.spotify
    if kind == "forbidden":
        spotify.app.library_contains = False
        gone = spotify.library("ada")[150].key
    else:
        (gone,) = spotify.save_documents("ada", [local_file("Nobody", "Tapes", "Demo", 61)])
        harness.sync()
    before = rows(harness)
    spotify.remove("ada", [gone])
    start, first = timezone.now(), harness.sync()
    assert (first["removed"], first["unconfirmed"], first["came_to_rest"]) == (0, 1, True)
    # A minute for the first reading itself, by whose clock the hour is counted.
    for minutes, removed in ((59, 0), (61, 1)):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            receipt = harness.sync()
        assert (receipt["removed"], receipt["unconfirmed"]) == (removed, 1 - removed)
        went = [link for link in before if removed and link.endswith(gone)]
        assert (rows(harness), len(went)) == ([link for link in before if link not in went], removed)


def test_a_question_that_fails_keeps_the_row_and_is_asked_again_by_the_same_run(sandbox, harness) -> None:
    sandbox.world.spotify.remove("ada", offsets=[150])
    sandbox.world.spotify.save("ada", 1)
    sandbox.world.faults.add("spotify-api", "library_contains", {"status": 500})
    run = harness.run()
    assert (run.state, run.problem_code, len(rows(harness))) == ("waiting", "spotify_down", 301)
    with time_machine.travel(run.resume_at):
        receipt = harness.sync()
    assert (receipt["added"], receipt["removed"], len(rows(harness))) == (1, 1, 300)


def test_a_limit_that_meets_the_question_blocks_the_app(sandbox, harness) -> None:
    sandbox.world.spotify.remove("ada", offsets=[150])
    sandbox.world.faults.add("spotify-api", "library_contains", {"spotify": "rate_limit", "retry_after": 600})
    assert harness.run().problem_code == "spotify_rate_limit"
    assert SpotifyApp.objects.get().blocked_until > timezone.now() + timedelta(seconds=500)
