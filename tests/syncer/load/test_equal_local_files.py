"""Local files may share one URI: each save of one keeps its row, and what the person wrote beside it, for its life."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import User
from library.link_numbers import number_local_files
from library.models import SavedTrack
from sandbox.spotify.odd_library import local_file
from sandbox.world import World
from sheets.columns import DEFAULT_COLUMNS
from sheets.queries import find_tracks
from syncer.load.missing_saves import close_missing, missing_saves
from syncer.load.storage import LibraryStore
from syncer.transform.records import Arrival, Changes, Departure, Sighting, StoredSave
from syncer.transform.saved_tracks import parse_saved_track
from tests.support.sheet_harness import SheetHarness

FILE = local_file("Nobody", "Tapes", "Demo", 61)
URI = FILE["uri"]
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


class LocalFileLibrary:
    """A person's library, changed as a reader would change it."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.store = LibraryStore(user, lambda: NOW)

    def save(self, day: int, document=FILE) -> StoredSave:
        """A save of that day, above all others."""
        return self.store.apply(Changes(arrivals=(Arrival(self.record(day, document), None),)))[0]

    def remove(self, *saves: StoredSave) -> None:
        """A removal that is confirmed at once."""
        self.store.apply(Changes(departures=tuple(Departure(save.ref) for save in saves)))
        close_missing(missing_saves(self.user), NOW)

    def relink(self, save: StoredSave, day: int, document) -> None:
        self.store.apply(Changes(relinked=(Sighting(save.ref, self.record(day, document)),)))

    def record(self, day: int, document):
        return parse_saved_track({"added_at": f"2026-01-{day:02}T00:00:00Z", "track": document})

    @property
    def numbers(self) -> list[int]:
        """Of the current saves, the oldest first, when a sheet is about to be written."""
        number_local_files(self.user.pk)
        active = SavedTrack.objects.filter(user=self.user, removed_at=None).order_by("position")
        return list(active.values_list("link_number", flat=True))


@pytest.fixture
def library(alice) -> LocalFileLibrary:
    return LocalFileLibrary(alice)


def test_link_numbers_belong_to_their_saves_and_are_free_after_removal(library):
    first, second, _ = (library.save(day) for day in (1, 2, 3))
    assert library.numbers == [1, 2, 3]
    library.remove(first)
    assert library.numbers == [2, 3]
    library.save(4)
    assert library.numbers == [2, 3, 1]
    library.remove(second)
    assert library.numbers == [3, 1]


def test_new_equal_files_are_numbered_from_the_oldest_up(library):
    arrivals = tuple(Arrival(library.record(day, FILE), None) for day in (9, 8, 7))
    library.store.apply(Changes(arrivals=arrivals))
    library.save(10)
    assert library.numbers == [1, 2, 3, 4]


def test_a_file_that_was_saved_again_keeps_its_number(library):
    first = library.save(1)
    assert library.numbers == [1]
    library.remove(first)
    library.save(2)
    assert library.numbers == [1]


def test_a_save_opened_again_gets_its_number_back_unless_taken(library):
    first = library.save(1)
    assert library.numbers == [1]
    library.remove(first)
    library.save(2)
    library.save(1)
    active = SavedTrack.objects.filter(removed_at=None)
    assert library.numbers and active.get(pk=first.ref).link_number == 1
    library.remove(first)
    library.save(3)
    assert active.get(added_at__day=3).link_number == 0
    assert sorted(library.numbers) == [1, 2]
    library.save(1)
    assert sorted(library.numbers) == [1, 2, 3]
    assert active.get(added_at__day=3).link_number == 1


def test_a_save_that_moves_keeps_its_number(library):
    first, second = library.save(1), library.save(2)
    assert library.numbers == [1, 2]
    moved = Arrival(library.record(1, FILE), None, first.ref)
    library.store.apply(Changes(arrivals=(moved,)))
    assert library.numbers == [2, 1]
    assert SavedTrack.objects.get(pk=second.ref).link_number == 2


def test_a_null_that_turns_out_to_be_such_a_file_gets_a_number_of_its_own(library):
    library.save(1)
    unknown = library.save(2, None)
    assert library.numbers == [1, 0]
    library.relink(unknown, 2, FILE)
    assert library.numbers == [1, 2]
    library.relink(unknown, 2, local_file("Nobody", "Tapes", "Other", 62))
    assert library.numbers == [1, 1]


def test_only_local_files_have_numbers(library):
    library.save(1, FILE | {"id": "1" * 22, "uri": f"spotify:track:{'1' * 22}", "is_local": False})
    assert library.numbers == [0]


def test_a_save_removed_before_it_had_a_number_keeps_its_row(library):
    first, second = library.save(1), library.save(2)
    library.remove(first)
    assert library.numbers == [1]
    (removed,), (active,) = find_tracks(library.user.pk, [URI, f"{URI}#2"])
    assert (removed.link, removed.added_at.day) == (f"{URI}#2", 1)
    assert (active.link, active.added_at.day) == (URI, 2)
    library.remove(second)
    assert find_tracks(library.user.pk, [f"{URI}#3"])[0][0].added_at.day == 1


@pytest.fixture
def harness(made_once, transactional_db) -> SheetHarness:
    """Two equal files stand in ada's sheet, a note beside each."""
    return made_once(sheet_with_equal_files)


def sheet_with_equal_files(world: World) -> SheetHarness:
    harness = SheetHarness(world)
    for hours in (1, 2):
        harness.world.spotify.save_documents("ada", [FILE], at=harness.world.now() + timedelta(hours=hours))
        harness.sync()
    for link in (URI, f"{URI}#2"):
        harness.book.type_cell(harness.sheet.gid, harness.row_of(link), 7, f"beside {link}")
    harness.change_settings(columns=(*DEFAULT_COLUMNS, "removed_on"))
    return harness


def shown_tracks(harness: SheetHarness) -> dict[str, tuple]:
    """Added, Removed on and the note of each row, by its link."""
    headers = harness.headers
    places = [headers.index("Added"), headers.index("Removed on"), -1]
    return {
        row[headers.index("Link")]: tuple(row[place] for place in places)
        for row in harness.rows[1:]
        if URI in (row[headers.index("Link")] or "")
    }


def test_each_row_beyond_the_scope_shows_its_own_save(harness):
    before = shown_tracks(harness)
    assert before[URI][0] < before[f"{URI}#2"][0]
    harness.world.spotify.save("ada", 3)
    harness.change_settings(recent_count=1)
    assert shown_tracks(harness) == before


@pytest.mark.slow
@pytest.mark.parametrize("recent_count", [50, 1])
def test_a_note_remains_beside_its_save_when_an_equal_file_is_removed(harness, recent_count):
    harness.world.spotify.save("ada", 3)
    before = shown_tracks(harness)
    harness.change_settings(recent_count=recent_count, scope="recent", keep_removed=True)
    files = [
        place for place, entry in enumerate(harness.world.spotify.documents("ada")) if entry["track"] == FILE
    ]
    harness.world.spotify.remove("ada", offsets=files[-1:])
    assert harness.sync()["removed"] == 0
    assert shown_tracks(harness) == before, (
        "a local file has no id to ask Spotify for: a later reading confirms"
    )
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert harness.sync()["removed"] == 1
    after = shown_tracks(harness)
    assert after[f"{URI}#2"] == before[f"{URI}#2"]
    assert (after[URI][0], after[URI][2]) == (before[URI][0], before[URI][2])
    assert after[URI][1] is not None
