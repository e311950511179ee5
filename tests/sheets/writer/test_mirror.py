"""An exact copy: from A1, newest first, and refused where it would cost the person something."""

from __future__ import annotations

import pytest
from django.test import Client

from syncer.models import Schedule
from tests.support.problems import text_of
from tests.support.sheet_harness import SheetHarness, synced_sheet


@pytest.fixture
def plain(made_once, transactional_db) -> SheetHarness:
    return made_once(synced_sheet)


def test_a_mirror_is_newest_first_from_a1_whatever_was_there(plain):
    gid = plain.sheet.gid
    plain.book.sort(gid, 1)
    plain.book.insert_columns(gid, 0)
    plain.book.insert_rows(gid, 0)
    plain.change_settings(mode="mirror")
    assert plain.book.values(gid)[0][:5] == ["Artist", "Track", "Album", "Added", "Link"]
    assert plain.column("Link") == plain.library[:50]


def test_a_mirror_follows_saves_moves_and_removals(plain):
    plain.change_settings(mode="mirror", scope="all")
    plain.world.spotify.remove("ada", offsets=[2, 30])
    plain.world.spotify.save("ada", 3)
    plain.world.spotify.save("ada", [plain.library[40].split("/")[-1]])
    plain.sync()
    assert plain.column("Link") == plain.library


def test_cells_of_the_person_in_managed_columns_refuse_a_mirror_and_are_named(plain):
    plain.book.insert_rows(plain.sheet.gid, 4)
    plain.book.type_cell(plain.sheet.gid, 4, 1, "a song of mine")
    before = plain.picture()
    Choice(plain).asks(mode="mirror")
    run = plain.run()
    assert (run.state, run.problem_code) == ("failed", "mirror_refused")
    assert "B5" in text_of(run)
    assert plain.picture() == before
    assert Schedule.objects.get(user=plain.user).pause == "problem"


def test_choosing_the_other_mode_ends_a_refused_mirror(plain):
    plain.book.insert_rows(plain.sheet.gid, 4)
    plain.book.type_cell(plain.sheet.gid, 4, 1, "a song of mine")
    Choice(plain).asks(mode="mirror")
    plain.run()
    Choice(plain).asks(mode="merge")
    assert Schedule.objects.get(user=plain.user).pause == ""
    plain.sync()
    assert "a song of mine" in plain.column("Track")


class Choice:
    """The page, in the person's browser."""

    def __init__(self, harness: SheetHarness) -> None:
        self.browser = Client()
        self.browser.force_login(harness.user, backend="accounts.backends.Spotify")

    def asks(self, **fields: str) -> None:
        form = {"scope": "recent", "recent_count": "50", "removed": "go", "mode": "merge"}
        columns = {"columns": ["artist", "track", "album", "added"]}
        assert self.browser.post("/sheet/", form | columns | fields).url == "/"
