"""Ada with smart sheets in her spreadsheet, and what is in their tabs."""

from __future__ import annotations

import pytest

from accounts.models import User
from library.models import Features, LibraryState, SavedTrack
from library.rules.conditions import Order, RangeCondition, Rules
from library.rules.serialization import rules_to_json
from sandbox.world import World
from sheets.models import LinkedSheet, SmartTab
from syncer import runs, sync
from syncer.models import SyncRun
from tests.support.cast import link_sheet, sign_in

FAST = Rules((RangeCondition("tempo", low=120),), order=Order("tempo"))
TITLES = ["Artist", "Track", "Album", "Added", "Tempo (BPM)", "Energy", "Danceability"]
TEMPO, LINK = 4, 10


@pytest.fixture
def ada(made_once) -> User:
    """Her library is read and written; its tracks have tempi of 100, 101, 102, …, the newest first."""
    return made_once(person_with_tempi)


def person_with_tempi(world: World) -> User:
    user = sign_in(world, "ada")
    link_sheet(world, user)
    synced(user)
    for number, saved in enumerate(active_saves(user)):
        Features.objects.create(track=saved.track, known=True, source="test", tempo=100.0 + number)
    LibraryState.objects.update(enrichment_revision=1)
    world.log.clear()
    return user


def active_saves(user: User):
    return SavedTrack.objects.filter(user=user, removed_at=None).order_by("-position")


def synced(user: User) -> SyncRun:
    run = sync.run_sync(runs.find_or_make(user, SyncRun.Trigger.PERSON).pk)
    assert run is not None
    run.refresh_from_db()
    assert (run.state, run.problem_code) == ("done", "")
    return run


def smart(user: User, rules: Rules = FAST, name: str = "Workout") -> SmartTab:
    return SmartTab.objects.create(user=user, name=name, rules=rules_to_json(rules))


def book(sandbox, user: User):
    return sandbox.world.google.spreadsheets[LinkedSheet.objects.get(user=user).spreadsheet_id].workbook


def titles(sandbox, user: User) -> list[str]:
    return [tab.title for tab in book(sandbox, user).tabs]


def rows(sandbox, user: User, sheet: SmartTab) -> list[list]:
    found = book(sandbox, user).values(sheet.gid)
    return [row for row in found if any(cell is not None for cell in row)]


def tempi(sandbox, user: User, sheet: SmartTab) -> list[float]:
    return [row[TEMPO] for row in rows(sandbox, user, sheet)[1:]]


def asked(sandbox) -> dict[str, int]:
    kinds = ("get", "get_by_data_filter", "batch_update")
    return {kind: sandbox.world.count("google-sheets", kind) for kind in kinds}


def change(sheet: SmartTab, **fields) -> None:
    SmartTab.objects.filter(pk=sheet.pk).update(**fields)
