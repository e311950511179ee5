"""Two equal local files of one second, with whole pages between them: each is a save and a row, at one request a day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from library.models import SavedTrack
from sandbox.spotify.odd_library import local_file
from sandbox.world import World
from tests.support.sheet_harness import SheetHarness

pytestmark = pytest.mark.django_db(transaction=True)
FILE = local_file("Nobody", "Tapes", "Demo", 61)
NEWER, UPPER, APART, OF_SECOND, OLDER = 10, 5, 120, 150, 60
SAVED = NEWER + OF_SECOND + 2 + OLDER


def library_with_files(world: World) -> SheetHarness:
    """Ten tracks above a second of 152, in which the two files are, above the sixty that Ada has."""
    spotify, start = world.spotify, world.now() - timedelta(days=1)
    taken = {item.key for item in spotify.library("ada")}
    documents = [spotify.catalogue.document(key) for key in spotify.catalogue.fresh(OF_SECOND, taken)]
    documents.insert(UPPER, FILE)
    documents.insert(UPPER + APART, FILE)
    spotify.save_documents("ada", documents, at=start)
    for minute in range(1, NEWER + 1):
        spotify.save("ada", 1, start + timedelta(minutes=minute))
    return SheetHarness(world, scope="all")


def synced_library(world: World) -> SheetHarness:
    harness = library_with_files(world)
    harness.sync()
    return harness


def rows(harness: SheetHarness) -> list[str]:
    """The links of the sheet, after checking that each save has its own."""
    links = harness.column("Link")
    numbered = [FILE["uri"], f"{FILE['uri']}#2"]
    assert sorted(link for link in links if FILE["uri"] in link) == numbered
    assert len(set(links)) == len(links) == len(harness.library)
    assert {link for link in links if link not in numbered} == {*harness.library} - {FILE["uri"]}
    return links


def sync_on(day: float, harness: SheetHarness) -> dict[str, Any]:
    """Returns the receipt of a sync that comes to rest."""
    with time_machine.travel(timezone.now() + timedelta(days=day)):
        receipt = harness.sync()
    assert (receipt["came_to_rest"], receipt["unconfirmed"], receipt["held"]) == (True, 0, 0)
    return receipt


def test_the_weekly_read_is_complete_and_each_other_day_takes_one_request(made_once) -> None:
    harness = made_once(synced_library)
    before = rows(harness)
    assert len(before) == SAVED
    reads = []
    for day in range(1, 18):
        receipt = sync_on(day, harness)
        assert (receipt["added"], receipt["removed"], receipt["database"]) == (0, 0, SAVED)
        reads.append((receipt["read_kind"], receipt["requests"]["spotify"]))
    weekly = [day for day, (kind, _) in enumerate(reads, 1) if kind == "full"]
    assert len(weekly) == 2
    assert [requests for kind, requests in reads if kind != "full"] == [1] * 15
    # All pages, and the first once more, which proves that nothing has moved meanwhile.
    assert [reads[day - 1][1] for day in weekly] == [-(-SAVED // 50) + 1] * 2
    assert rows(harness) == before
    assert SavedTrack.objects.count() == SAVED


@pytest.mark.parametrize("place", [UPPER - 2, UPPER + APART // 2, UPPER + APART + 10])
def test_a_track_that_is_removed_beside_them_goes_the_same_day(sandbox, made_once, place) -> None:
    harness = made_once(synced_library)
    before = rows(harness)
    gone = harness.library[NEWER + place]
    sandbox.world.spotify.remove("ada", [gone.split("/")[-1]])
    receipt = sync_on(1, harness)
    assert (receipt["added"], receipt["removed"]) == (0, 1)
    assert receipt["requests"]["spotify"] <= 25
    assert rows(harness) == [link for link in before if link != gone]
    assert sync_on(2, harness)["requests"]["spotify"] == 1


def test_a_first_import_takes_no_request_more_because_of_them(made_once) -> None:
    harness = made_once(library_with_files)
    assert harness.sync()["requests"]["spotify"] == -(-SAVED // 50) + 1


@pytest.mark.parametrize("answered", [1, 2, 3, 4])
def test_a_first_import_that_is_interrupted_between_them_misses_neither(sandbox, made_once, answered) -> None:
    harness, spotify = made_once(library_with_files), sandbox.world.spotify

    def refuse_the_next(person: str, offset: int, number: int) -> None:
        if number == answered:
            spotify.rate_limit(600)

    spotify.on_page = refuse_the_next
    run = harness.run()
    assert run.state == "waiting"
    with time_machine.travel(run.resume_at + timedelta(seconds=1)):
        receipt = harness.sync()
    assert (receipt["came_to_rest"], receipt["database"], len(rows(harness))) == (True, SAVED, SAVED)
    assert receipt["requests"]["spotify"] <= 40
    for day in (1, 2):
        assert sync_on(day, harness)["requests"]["spotify"] == 1
    assert SavedTrack.objects.count() == SAVED
