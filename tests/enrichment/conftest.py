"""A library in the database and in the sandbox, and the whole flow in the foreground."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.models import User
from enrichment import lanes, pipeline, source_registry
from sheets.models import LinkedSheet
from syncer import runs, sync
from syncer.models import SyncRun
from tests.support.cast import link_sheet, sign_in
from tests.support.catalogue import person

COLUMNS = ["track", "tempo", "energy", "danceability", "acousticness", "valence", "genres", "link"]


@pytest.fixture
def unlimited(sandbox) -> None:
    """No waiting: the sources' own limits are tested where they are the matter."""
    sandbox.world.enrichment.remove_limits()


@pytest.fixture
def ada(sandbox) -> User:
    return sign_in(sandbox.world, "ada")


@pytest.fixture
def sheet(sandbox, ada) -> LinkedSheet:
    sheet = link_sheet(sandbox.world, ada, scope=LinkedSheet.Scope.ALL)
    LinkedSheet.objects.update(columns=COLUMNS)
    sheet.refresh_from_db()
    return sheet


@pytest.fixture
def no_pauses(monkeypatch, unlimited) -> None:
    """As if a second were none."""
    for lane in pipeline.LANES.values():
        for source in lane.sources():
            monkeypatch.setattr(type(source), "pause", 0.0)


@pytest.fixture
def alice(db) -> User:
    return person("alice")


@pytest.fixture
def use(monkeypatch, settings):
    """Puts made-up sources in the place of the real ones of a lane."""

    def put(lane: str, *made_up) -> None:
        known = source_registry.FEATURES if lane == "features" else source_registry.GENRES
        for source in made_up:
            monkeypatch.setitem(known, source.name, source)
        setattr(
            settings, "FEATURE_SOURCES" if lane == "features" else "GENRE_SOURCES", [s.name for s in made_up]
        )

    return put


def synced(user: User) -> SyncRun:
    run = sync.run_sync(runs.find_or_make(user, SyncRun.Trigger.PERSON).pk)
    assert run is not None
    return run


def enriched(*names: str, between: Callable[[], object] = lambda: None) -> int:
    """Works on the lanes until they end, as the worker would without its pauses; returns the number of slices."""
    slices = 0
    for name in names or pipeline.LANES:
        token = lanes.hold(name)
        assert token is not None
        while pipeline.work(name, token) is not None:
            slices += 1
            between()
    return slices
