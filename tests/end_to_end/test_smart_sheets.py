"""From saved tracks to smart tabs over real HTTP: read, enriched, explained, written."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import User
from library.coverage import coverage
from library.models import SavedTrack
from library.rules.conditions import Order, RangeCondition, Rules
from library.rules.explanation import explain
from library.rules.presenters import describe_result
from library.rules.presets import PRESETS
from library.rules.serialization import rules_from_json
from sandbox.world import World
from sheets import smart_tabs as keeping
from sheets import statistics_tabs as tabs
from sheets.models import LinkedSheet, SmartTab, StatisticsTab
from syncer.models import SyncRun
from tests.enrichment.conftest import enriched, no_pauses, unlimited  # noqa: F401 - fixtures
from tests.enrichment.conftest import synced as attempted
from tests.support.cast import link_sheet, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
LINK, BPM = 10, 4
EPOCH = date(1899, 12, 30)


@pytest.fixture
def ada(sandbox) -> User:
    user = sign_in(sandbox.world, "ada")
    link_sheet(sandbox.world, user)
    return user


@pytest.fixture
def known(made_once, no_pauses) -> User:  # noqa: F811
    """Her library is read and enriched."""
    return made_once(person_with_enriched_library)


def person_with_enriched_library(world: World) -> User:
    ada = sign_in(world, "ada")
    link_sheet(world, ada)
    synced(ada)
    enriched()
    covered = coverage(ada)
    assert 0 < covered.with_features < covered.tracks and 0 < covered.with_genres < covered.tracks
    return ada


def synced(user: User) -> SyncRun:
    run = attempted(user)
    assert (run.state, run.problem_code) == ("done", "")
    return run


def presets(user: User) -> dict[str, SmartTab]:
    return {name: keeping.create_smart_tab(user, name, PRESETS[name]) for name in ("Workout", "Chill")}


def workbook(sandbox, user: User):
    return sandbox.world.google.spreadsheets[LinkedSheet.objects.get(user=user).spreadsheet_id].workbook


def rows(sandbox, user: User, tab: SmartTab | StatisticsTab) -> list[list]:
    """The tab's rows under its header, as far as anything stands in them."""
    found = [row for row in workbook(sandbox, user).values(tab.gid) if any(cell is not None for cell in row)]
    return found[1:]


def links(sandbox, user: User, tab: SmartTab) -> list[str]:
    return [row[LINK] for row in rows(sandbox, user, tab)]


def explained(user: User, sheet: SmartTab) -> set[str]:
    """Links of the tracks for which the explanation says that each condition holds."""
    rules = rules_from_json(SmartTab.objects.get(pk=sheet.pk).rules)
    saves = SavedTrack.objects.filter(user=user, removed_at=None, track__isnull=False)
    fitting = [save.track for save in saves if explain(user, save, rules).fits]
    return {f"https://open.spotify.com/track/{track.spotify_id}" for track in fitting}


def test_preset_tabs_hold_exactly_the_explained_tracks(sandbox, known):
    sheets = presets(known)
    run = synced(known)
    assert [tab.title for tab in workbook(sandbox, known).tabs] == ["Sheet1", "Workout", "Chill"]
    for sheet in sheets.values():
        found = links(sandbox, known, sheet)
        assert found and len(found) == len(set(found)) < 60
        assert set(found) == explained(known, sheet)
    workout = [row[BPM] for row in rows(sandbox, known, sheets["Workout"])]
    assert workout == sorted(workout, reverse=True)
    assert [tab["name"] for tab in run.receipt["tabs"]] == ["Workout", "Chill"]


def test_a_changed_rule_changes_the_rows_with_the_next_sync(sandbox, known):
    sheets = presets(known)
    synced(known)
    before = {name: links(sandbox, known, sheet) for name, sheet in sheets.items()}
    for low in (135, 100):
        rules = Rules(
            (RangeCondition("tempo", low=low), RangeCondition("energy", low=0.6)), order=Order("tempo")
        )
        keeping.update_smart_tab(SmartTab.objects.get(pk=sheets["Workout"].pk), "Workout", rules)
        synced(known)
        after = links(sandbox, known, sheets["Workout"])
        assert set(after) == explained(known, sheets["Workout"]) != set(before["Workout"])
        assert len(after) == len(set(after))
        assert links(sandbox, known, sheets["Chill"]) == before["Chill"]


def test_genres_by_month_has_the_real_months_of_the_saves_and_a_chart(sandbox, known):
    tabs.add_statistics_tab(known, StatisticsTab.Kind.GENRES)
    synced(known)
    tab = StatisticsTab.objects.get(user=known)
    counts = {EPOCH + timedelta(days=row[0]): sum(row[1:]) for row in rows(sandbox, known, tab)}
    saved = Counter(date.fromisoformat(f"{entry['added_at'][:7]}-01") for entry in entries(sandbox))
    assert {month: count for month, count in counts.items() if count} == dict(saved)
    (chart,) = workbook(sandbox, known).tab(tab.gid).charts
    (domain,) = chart["spec"]["basicChart"]["domains"]
    (source,) = domain["domain"]["sourceRange"]["sources"]
    assert (source["sheetId"], source["endRowIndex"]) == (tab.gid, len(counts) + 1)


def entries(sandbox) -> list[dict]:
    """Ada's saved tracks as Spotify tells them; her time zone is UTC, so its months are hers."""
    found = sandbox.world.spotify.documents("ada")
    assert len(found) == 60
    return found


def test_without_sources_empty_tabs_are_explained(sandbox, settings, ada):
    settings.FEATURE_SOURCES = settings.GENRE_SOURCES = []
    sheets = presets(ada)
    for kind in StatisticsTab.Kind.values:
        tabs.add_statistics_tab(ada, kind)
    first = synced(ada)
    assert enriched() == 0
    assert synced(ada).receipt["unchanged"] is True
    assert [len(links(sandbox, ada, sheet)) for sheet in sheets.values()] == [0, 0]
    assert [tab["rows"] for tab in first.receipt["tabs"][:2]] == [0, 0]
    assert not any(tab["problem_code"] for tab in first.receipt["tabs"])
    save = SavedTrack.objects.filter(user=ada).first()
    answers = explain(ada, save, PRESETS["Workout"]).results
    assert {describe_result(answer) for answer in answers} == {"Not known: no audio features for this track"}
    page = read_page(ada, "/smart/")
    assert "audio features are known for 0 of your 60 saved tracks, genres for 0." in page
    assert "No source of audio features is switched on here, so they stay unknown." in page
    assert "No source of genres is switched on here, so they stay unknown." in page


def read_page(user: User, path: str) -> str:
    client = Client()
    client.force_login(user, backend="accounts.backends.Spotify")
    return " ".join(client.get(path).content.decode().split())
