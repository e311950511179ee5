"""A backup is restored while people and sheets have moved on: nobody comes back, and each sheet is as it has to be."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.deletion import delete_account
from accounts.models import User
from library.rules.conditions import Rules
from sheets import smart_tabs
from sheets.models import SmartTab
from tests.support.cast import link_sheet, sign_in
from tests.support.sheet_harness import SheetHarness

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def deletions(tmp_path, settings) -> None:
    settings.DELETIONS_FILE = tmp_path / "deletions"
    settings.DELETIONS_FILE.touch()


@pytest.fixture
def ada(sandbox) -> SheetHarness:
    harness = SheetHarness(sandbox.world, scope="all")
    smart_tabs.create_smart_tab(harness.user, "All", Rules())
    harness.sync()
    return harness


def make_backup() -> Callable[[], None]:
    """Dumps every row of the database; returns what restores them into an empty one, as `pg_dump` and `psql` do."""
    rows = connection.creation.serialize_db_to_string()

    def restore() -> None:
        call_command("flush", interactive=False, inhibit_post_migrate=True)
        connection.creation.deserialize_db_from_string(rows)

    return restore


def smart_links(harness: SheetHarness) -> list[object]:
    rows = harness.book.values(SmartTab.objects.get().gid)
    place = rows[0].index("Link")
    return [row[place] for row in rows[1:] if any(row)]


def test_no_row_is_doubled_or_lost_and_notes_stay(ada):
    restore = make_backup()
    beside = ada.library[3]
    ada.book.type_cell(ada.sheet.gid, 0, 5, "Mine")
    ada.book.type_cell(ada.sheet.gid, ada.row_of(beside), 5, "typed")
    ada.world.spotify.save(ada.name, 5)
    ada.sync()
    ada.world.spotify.remove(ada.name, offsets=[20])
    ada.sync()
    new = ada.library[0]
    ada.book.type_cell(ada.sheet.gid, ada.row_of(new), 5, "beside a track that the backup does not know")
    ada.world.spotify.save(ada.name, 2)
    ada.sync()
    restore()
    call_command("after_restore")
    ada.sync()
    assert [row[4] for row in ada.rows[1:]] == ada.library
    assert sorted(smart_links(ada)) == sorted(ada.library)
    notes = {row[4]: row[5] for row in ada.rows[1:] if row[5] is not None}
    assert notes == {beside: "typed", new: "beside a track that the backup does not know"}
    before = ada.picture(), ada.google_requests()
    ada.sync()
    assert (ada.picture(), ada.google_requests()) == before


def test_the_row_of_a_track_that_nothing_knows_any_more_is_taken_for_the_persons(ada):
    restore = make_backup()
    ada.world.spotify.save(ada.name, 1)
    ada.sync()
    unknown = ada.library[0]
    restore()
    call_command("after_restore")
    ada.world.spotify.remove(ada.name, offsets=[0])
    ada.sync()
    links = ada.column("Link")
    assert sorted(links) == sorted([*ada.library, unknown])


def test_a_sheet_that_the_backup_takes_for_written_is_read(ada):
    restore = make_backup()
    ada.change_settings(columns=("track", "link"))
    assert "Album" not in ada.headers
    restore()
    call_command("after_restore")
    ada.sync()
    assert ada.headers == ["Artist", "Track", "Album", "Added", "Link"]
    assert ada.column("Link") == ada.library


def test_who_has_left_is_gone_again_with_all_that_was_theirs(ada, sandbox):
    ben = sign_in(sandbox.world, "ben")
    link_sheet(sandbox.world, ben)
    restore = make_backup()
    delete_account(ben)
    restore()
    assert User.objects.filter(username="ben").exists()
    call_command("after_restore")
    assert [user.username for user in User.objects.all()] == ["ada"]
