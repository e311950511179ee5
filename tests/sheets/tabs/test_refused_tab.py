"""A tab that Google refuses to change holds up neither the main tab nor the others."""

from __future__ import annotations

import pytest

from accounts.models import User
from library.models import SavedTrack
from library.rules.conditions import Rules
from sandbox.world import World
from sheets import smart_tabs as keeping
from sheets.models import LinkedSheet, SmartTab
from syncer.models import SyncRun
from tests.enrichment.conftest import synced
from tests.support.cast import link_sheet, sign_in, tab_rows
from tests.support.receipts import present_receipt

pytestmark = pytest.mark.django_db(transaction=True)
EVERYTHING = Rules()


@pytest.fixture
def ada(made_once) -> User:
    """A whole library in the main tab and in two smart sheets."""
    return made_once(person_with_three_tabs)


def person_with_three_tabs(world: World) -> User:
    user = sign_in(world, "ada")
    link_sheet(world, user, scope=LinkedSheet.Scope.ALL)
    for name in ("First", "Second"):
        keeping.create_smart_tab(user, name, EVERYTHING)
    done(synced(user))
    return user


def done(run: SyncRun) -> SyncRun:
    assert (run.state, run.problem_code) == ("done", "")
    return run


def smart(name: str) -> SmartTab:
    return SmartTab.objects.get(name=name)


def protect(sandbox, user: User, gid: int) -> int:
    """As the person does in Google Sheets: only they may edit the tab then."""
    made = book(sandbox, user).batch_update(
        [{"addProtectedRange": {"protectedRange": {"range": {"sheetId": gid}}}}]
    )
    return made["replies"][0]["addProtectedRange"]["protectedRange"]["protectedRangeId"]


def book(sandbox, user: User):
    return sandbox.world.google.spreadsheets[LinkedSheet.objects.get(user=user).spreadsheet_id].workbook


def counts(sandbox, user: User) -> list[int]:
    """Tracks in the main tab and in the two smart sheets."""
    own = [book(sandbox, user).values(smart(name).gid) for name in ("First", "Second")]
    lengths = [len([row for row in rows if any(cell is not None for cell in row)]) for rows in own]
    return [
        len(tab_rows(sandbox.world, LinkedSheet.objects.get(user=user))) - 1,
        *(length - 1 for length in lengths),
    ]


def problems_by_tab(run: SyncRun) -> dict[str, str]:
    return {tab.name: tab.problem for tab in present_receipt(run.receipt).tabs}


@pytest.mark.slow
def test_the_main_tab_and_the_others_are_written_and_the_receipt_names_the_one_that_is_not(sandbox, ada):
    assert counts(sandbox, ada) == [60, 60, 60]
    protect(sandbox, ada, smart("First").gid)
    sandbox.world.spotify.save("ada", 2)
    run = done(synced(ada))
    assert counts(sandbox, ada) == [62, 60, 62]
    assert run.receipt["rows_added"] == 2
    problems = problems_by_tab(run)
    assert "protected" in problems["First"] and problems["First"].endswith("This tab is as it was.")
    assert problems["Second"] == ""


@pytest.mark.slow
def test_without_the_protection_the_next_sync_writes_it(sandbox, ada):
    protection = protect(sandbox, ada, smart("First").gid)
    sandbox.world.spotify.save("ada", 2)
    done(synced(ada))
    again = done(synced(ada))
    assert "protected" in problems_by_tab(again)["First"]
    assert (again.receipt["rows_added"], again.receipt["sheet_rows"]) == (0, 62)
    book(sandbox, ada).batch_update([{"deleteProtectedRange": {"protectedRangeId": protection}}])
    assert problems_by_tab(done(synced(ada))) == {"First": "", "Second": ""}
    assert counts(sandbox, ada) == [62, 62, 62]
    sandbox.world.log.clear()
    assert done(synced(ada)).receipt["unchanged"] is True
    assert sandbox.world.count("google-sheets") == 0


def test_a_main_tab_that_is_refused_still_stops_the_sync_with_its_own_reason(sandbox, ada):
    protect(sandbox, ada, LinkedSheet.objects.get(user=ada).gid)
    sandbox.world.spotify.save("ada", 2)
    run = synced(ada)
    assert (run.state, run.problem_code) == ("failed", "sheet_protected")
    assert counts(sandbox, ada) == [60, 60, 60]
    assert SavedTrack.objects.filter(user=ada).count() == 62
