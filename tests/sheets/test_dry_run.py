"""The dry run says what the sync then does, asks Google to read once, and leaves everything as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from accounts.problems import LookLimitUsedUp
from problems.kinds import Problem
from providers.google.problems import TabDeleted
from sheets import writer
from sheets.columns import COLUMNS, DEFAULT_COLUMNS
from sheets.dry_run import DryRun, dry_run
from sheets.models import LinkedSheet, WrittenTab
from sheets.problems import InvalidScope, MirrorRefusedForCells
from sheets.sheet_settings import SheetSettings, settings_of
from tests.support.sheet_harness import SheetHarness, synced_sheet

ADDED, ALBUM, TEMPO, ENERGY, ISRC = (COLUMNS[one] for one in ("added", "album", "tempo", "energy", "isrc"))


@pytest.fixture
def harness(made_once, transactional_db) -> SheetHarness:
    return made_once(synced_sheet)


@pytest.fixture
def compared(monkeypatch, settings) -> list[DryRun]:
    """Each sync from now on is preceded by a dry run, right before it writes: both see the same library and the same tab."""
    settings.SHEET_LOOKS_PER_MINUTE = 1000
    runs: list[DryRun] = []

    def write(sheet: LinkedSheet, hold: Any) -> Any:
        try:
            said = dry_run(LinkedSheet.objects.get(pk=sheet.pk), settings_of(sheet))
        except Problem as problem:
            with pytest.raises(type(problem)) as refused:
                writer.write_sheet(sheet, hold)
            assert refused.value.values == problem.values
            raise refused.value from None
        runs.append(said)
        receipt = writer.write_sheet(sheet, hold)
        assert (said.rows_added, said.rows_updated, said.rows_deleted, said.rows_kept, said.is_unchanged) == (
            *(receipt.rows_added, receipt.rows_updated, receipt.rows_deleted),
            0 if receipt.unchanged else len(receipt.kept) + len(receipt.kept_out_of_scope),
            receipt.unchanged,
        )
        return receipt

    monkeypatch.setattr("syncer.sync.write_sheet", write)
    return runs


def stored() -> list[Any]:
    return [*LinkedSheet.objects.values(), *WrittenTab.objects.order_by("pk").values()]


def asked(harness: SheetHarness, **changes: Any) -> DryRun:
    """What a dry run says: it reads once, and neither the spreadsheet nor the database is another one afterwards."""
    before = harness.picture(), stored(), harness.google_requests()
    said = dry_run(harness.sheet, replace(settings_of(harness.sheet), **changes))
    assert (harness.picture(), stored()) == before[:2]
    kinds = [entry.kind for entry in harness.world.entries("google-sheets")[before[2] :]]
    assert kinds == ([] if said.is_unchanged else ["get_by_data_filter"])
    return said


def heal_is_due() -> None:
    LinkedSheet.objects.update(read_at=timezone.now() - django_settings.HEAL_EVERY - timedelta(hours=1))


def test_the_first_write_brings_all_columns_and_rows(sandbox, transactional_db, compared):
    sandbox.world.spotify.grow("ada", 60)
    harness = SheetHarness(sandbox.world)
    harness.sync()
    (first,) = compared
    assert (first.rows_added, first.rows_updated, first.rows_deleted, first.formats) == (50, 0, 0, True)
    (group,) = first.columns_in
    assert ([column.id for column in group.columns], group.behind) == (list(DEFAULT_COLUMNS), None)
    assert (first.columns_out, first.columns_moved, first.is_empty) == ((), 0, False)


def test_where_nothing_changed_google_is_not_asked_and_no_look_is_counted(harness, settings):
    settings.SHEET_LOOKS_PER_MINUTE = 1
    for _ in range(3):
        said = asked(harness)
        assert (said.is_unchanged, said.is_empty) == (True, True)


def test_new_tracks_and_removed_ones(harness, compared):
    harness.world.spotify.save("ada", 12)
    harness.sync()
    harness.world.spotify.remove("ada", offsets=[3, 7, 9])
    harness.sync()
    assert [(one.rows_added, one.rows_deleted, one.formats) for one in compared] == [
        (12, 12, False),
        (3, 3, False),
    ]


def test_a_column_comes_in_behind_another_and_one_goes(harness, compared):
    said = asked(harness, columns=("artist", "track", "added", "tempo", "energy", "link", "isrc"))
    assert [(one.columns, one.behind) for one in said.columns_in] == [
        ((TEMPO, ENERGY), ADDED),
        ((ISRC,), COLUMNS["link"]),
    ]
    assert (said.columns_out, said.columns_left, said.columns_moved) == ((ALBUM,), (), 0)
    assert said.formats
    harness.change_settings(columns=("artist", "track", "added", "tempo", "energy", "link", "isrc"))
    assert harness.headers == ["Artist", "Track", "Added", "Tempo (BPM)", "Energy", "Link", "ISRC"]
    assert compared == [said]


def test_a_column_that_holds_a_note_of_the_persons_is_left_to_them(harness, compared):
    harness.book.set_note(harness.sheet.gid, 4, harness.ours["album"], "heard at the lake")
    columns = tuple(name for name in DEFAULT_COLUMNS if name != "album")
    said = asked(harness, columns=columns)
    assert (said.columns_out, said.columns_left) == ((), (ALBUM,))
    harness.change_settings(columns=columns)
    assert "album" not in harness.ours
    assert (5, 2) not in harness.book.notes(harness.sheet.gid)
    assert (4, 2) in harness.book.notes(harness.sheet.gid)


def test_another_order_moves_columns_and_formats_nothing(harness, compared):
    said = asked(harness, columns=("link", *DEFAULT_COLUMNS[:-1]))
    assert (said.columns_moved, said.columns_in, said.formats, said.rows_updated) == (1, (), False, 0)
    harness.change_settings(columns=("link", *DEFAULT_COLUMNS[:-1]))
    assert harness.headers[:2] == ["Link", "Artist"]


def test_what_the_person_changed_and_deleted_comes_back_with_a_heal(harness, compared):
    heal_is_due()
    harness.book.type_cell(harness.sheet.gid, 3, 1, "Oops")
    harness.book.delete_rows(harness.sheet.gid, 9, 2)
    said = asked(harness)
    assert (said.rows_updated, said.rows_added, said.is_empty) == (1, 2, False)
    harness.sync()
    assert compared == [said]


def test_columns_notes_and_rows_of_the_persons_are_kept(harness, compared):
    harness.scribble()
    harness.sync()
    harness.world.spotify.save("ada", 30)
    theirs = harness.theirs
    harness.sync()
    assert compared[-1].rows_kept > 0
    assert harness.theirs["notes"] == theirs["notes"]


def test_a_refused_mirror_is_refused_before_it_is_tried(harness, compared):
    harness.book.insert_rows(harness.sheet.gid, 4)
    harness.book.type_cell(harness.sheet.gid, 4, 1, "a song of mine")
    with pytest.raises(MirrorRefusedForCells) as refused:
        asked(harness, mode="mirror")
    assert refused.value.values["cells"] == ["B5"]
    LinkedSheet.objects.update(mode="mirror")
    assert harness.run().problem_code == "mirror_refused"
    assert compared == []


def test_the_whole_library_as_an_exact_copy(harness, compared):
    harness.book.sort(harness.sheet.gid, 1)
    said = asked(harness, mode="mirror", scope="all", keep_removed=True)
    assert (said.rows_added, said.rows_moved > 0) == (10, True)
    assert [column.id for group in said.columns_in for column in group.columns] == ["removed_on"]
    harness.change_settings(mode="mirror", scope="all", keep_removed=True)
    assert compared == [said]


def test_settings_that_are_only_tried_store_nothing_even_where_the_rows_are_the_same(harness):
    assert asked(harness, recent_count=50).is_unchanged
    harness.change_settings(scope="all")
    # The rows of the 60 newest are those of the whole library: there is nothing to write, and the choice is not stored.
    assert asked(harness, scope="recent", recent_count=60).is_unchanged


def test_invalid_settings_ask_nothing_of_google(harness):
    before = harness.google_requests()
    with pytest.raises(InvalidScope):
        dry_run(harness.sheet, replace(settings_of(harness.sheet), scope="some"))
    assert harness.google_requests() == before


def test_looks_are_limited(harness, settings):
    settings.SHEET_LOOKS_PER_MINUTE = 2
    for _ in range(2):
        asked(harness, scope="all")
    before = harness.google_requests()
    with pytest.raises(LookLimitUsedUp):
        dry_run(harness.sheet, replace(settings_of(harness.sheet), scope="all"))
    assert harness.google_requests() == before


def test_a_tab_that_is_gone_is_a_problem_and_nothing_is_stored(harness):
    harness.book.add_tab("Another one")
    harness.book.delete_tab(harness.sheet.gid)
    before = stored()
    with pytest.raises(TabDeleted):
        dry_run(harness.sheet, replace(settings_of(harness.sheet), scope="all"))
    assert stored() == before


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_in_any_life_of_a_sheet_it_says_what_the_sync_does(harness, compared, seed):
    random = Random(seed)
    for _ in range(6):
        for action in random.sample(ACTIONS, 2):
            action(harness, random)
        harness.run()
    assert compared


def _saves(harness: SheetHarness, random: Random) -> None:
    harness.world.spotify.save("ada", random.randint(1, 6))


def _removes(harness: SheetHarness, random: Random) -> None:
    harness.world.spotify.remove("ada", offsets=sorted(random.sample(range(40), 2)))


def _types(harness: SheetHarness, random: Random) -> None:
    harness.book.type_cell(harness.sheet.gid, random.randint(1, 30), random.randint(0, 8), "mine")


def _notes(harness: SheetHarness, random: Random) -> None:
    harness.book.set_note(harness.sheet.gid, random.randint(1, 50), random.randint(0, 4), "note")


def _deletes_rows(harness: SheetHarness, random: Random) -> None:
    harness.book.delete_rows(harness.sheet.gid, random.randint(1, 20))


def _drags_a_column(harness: SheetHarness, random: Random) -> None:
    harness.book.move_column(harness.sheet.gid, random.randint(0, 3), random.randint(0, 3))


def _asks_for_a_check(harness: SheetHarness, random: Random) -> None:
    heal_is_due()


def _chooses(harness: SheetHarness, random: Random) -> None:
    others = [name for name in COLUMNS if name != "link"]
    settings = SheetSettings(
        columns=(*random.sample(others, random.randint(1, 7)), "link"),
        scope=random.choice(["recent", "all"]),
        recent_count=random.choice([5, 50, 55]),
        keep_removed=random.random() < 0.5,
        mode=random.choice(["merge", "merge", "mirror"]),
    )
    fields = ("columns", "scope", "recent_count", "keep_removed", "mode")
    LinkedSheet.objects.update(**{name: getattr(settings, name) for name in fields})


ACTIONS = [_saves, _removes, _types, _notes, _deletes_rows, _drags_a_column, _asks_for_a_check, _chooses]
