"""Smart sheets in the person's spreadsheet: made, kept, renamed, removed; over real HTTP."""

from __future__ import annotations

import pytest

from library.models import Features, LibraryState
from library.rules.conditions import Order, RangeCondition, Rules, SavedLately
from library.rules.serialization import rules_to_json
from sheets import statistics_tabs as tabs
from sheets.models import LinkedSheet, SmartTab, StatisticsTab
from syncer import runs, sync
from syncer.models import SyncRun
from tests.sheets.tabs.conftest import (
    FAST,
    LINK,
    TITLES,
    active_saves,
    asked,
    book,
    change,
    rows,
    smart,
    synced,
    tempi,
    titles,
)
from tests.support.cast import link_sheet
from tests.support.receipts import present_receipt

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.slow
def test_unknown_time_zones_stop_no_tab(sandbox, ada):
    """As after a move to a machine whose zone database is another; the sheet's own is asked for anew."""
    smart(ada, Rules((SavedLately(30),)))
    tabs.add_statistics_tab(ada, StatisticsTab.Kind.GENRES)
    synced(ada)
    zone = LinkedSheet.objects.get(user=ada).time_zone
    for kind in (SmartTab, StatisticsTab):
        assert kind.objects.update(confirmed_stamp="") == 1
    LinkedSheet.objects.filter(user=ada).update(time_zone="Mars/Base", confirmed_stamp="")
    ada.time_zone = "Mars/Base"
    ada.save()
    assert synced(ada).receipt["unchanged"] is False
    assert LinkedSheet.objects.get(user=ada).time_zone == zone
    assert synced(ada).receipt["unchanged"] is True


def test_a_tab_is_made_and_filled_in_one_batch(sandbox, ada):
    sheet = smart(ada)
    run = synced(ada)
    assert titles(sandbox, ada) == ["Sheet1", "Workout"]
    assert rows(sandbox, ada, sheet)[0][:7] == TITLES
    assert tempi(sandbox, ada, sheet) == [float(tempo) for tempo in range(159, 119, -1)]
    assert asked(sandbox)["batch_update"] == 1
    (shown,) = run.receipt["tabs"]
    assert (shown["name"], shown["rows"], shown["rows_added"]) == ("Workout", 40, 40)


@pytest.mark.slow
def test_main_tab_and_smart_sheets_change_in_one_batch_after_one_read(sandbox, ada):
    first, second = smart(ada), smart(ada, Rules((RangeCondition("tempo", high=110),)), "Chill")
    synced(ada)
    sandbox.world.log.clear()
    sandbox.world.spotify.remove("ada", offsets=[5, 30])
    synced(ada)
    assert asked(sandbox) == {"get": 0, "get_by_data_filter": 1, "batch_update": 1}
    assert 130.0 not in tempi(sandbox, ada, first)
    assert 105.0 not in tempi(sandbox, ada, second)


def test_an_unchanged_tab_takes_no_request(sandbox, ada):
    smart(ada)
    synced(ada)
    sandbox.world.log.clear()
    run = synced(ada)
    assert run.receipt["unchanged"] is True
    assert [shown["name"] for shown in run.receipt["tabs"]] == ["Workout"]
    assert sandbox.world.count("google-sheets") == 0


@pytest.mark.slow
def test_a_changed_rule_writes_only_the_tab_of_its_smart_sheet(sandbox, ada):
    sheet = smart(ada)
    synced(ada)
    sandbox.world.log.clear()
    change(sheet, rules=rules_to_json(Rules((RangeCondition("tempo", low=150),), order=Order("tempo"))))
    run = synced(ada)
    assert tempi(sandbox, ada, sheet) == [float(tempo) for tempo in range(159, 149, -1)]
    assert asked(sandbox) == {"get": 0, "get_by_data_filter": 1, "batch_update": 1}
    assert (run.receipt["rows_deleted"], run.receipt["tabs"][0]["rows_deleted"]) == (0, 30)


@pytest.mark.slow
def test_a_new_order_moves_rows_together_with_the_persons_cells(sandbox, ada):
    sheet = smart(ada)
    synced(ada)
    link = rows(sandbox, ada, sheet)[1][LINK]
    book(sandbox, ada).type_cell(sheet.gid, 1, 12, "best of all")
    change(sheet, rules=rules_to_json(Rules(FAST.conditions, order=Order("tempo", descending=False))))
    synced(ada)
    assert tempi(sandbox, ada, sheet) == [float(tempo) for tempo in range(120, 160)]
    last = rows(sandbox, ada, sheet)[-1]
    assert (last[LINK], last[12]) == (link, "best of all")


@pytest.mark.slow
def test_a_row_that_no_longer_matches_is_kept_for_what_the_person_wrote_beside_it(sandbox, ada):
    sheet = smart(ada)
    synced(ada)
    book(sandbox, ada).type_cell(sheet.gid, 40, 12, "slow but good")
    change(sheet, rules=rules_to_json(Rules((RangeCondition("tempo", low=150),), order=Order("tempo"))))
    run = synced(ada)
    assert rows(sandbox, ada, sheet)[-1][12] == "slow but good"
    assert len(run.receipt["tabs"][0]["kept"]) == 1


@pytest.mark.slow
def test_features_that_arrive_fill_the_tab(sandbox, ada):
    sheet = smart(ada)
    synced(ada)
    newest = active_saves(ada).first().track
    Features.objects.filter(track=newest).update(tempo=155.5)
    LibraryState.objects.update(enrichment_revision=2)
    synced(ada)
    assert tempi(sandbox, ada, sheet)[4:6] == [155.5, 155.0]


@pytest.mark.slow
def test_a_tab_is_renamed_with_its_smart_sheet_and_keeps_a_title_that_the_person_gave_it(sandbox, ada):
    sheet = smart(ada)
    synced(ada)
    book(sandbox, ada).rename_tab(sheet.gid, "Sweat")
    sandbox.world.spotify.save("ada", 1)
    synced(ada)
    assert titles(sandbox, ada) == ["Sheet1", "Sweat"]
    change(sheet, name="Run")
    synced(ada)
    assert titles(sandbox, ada) == ["Sheet1", "Run"]


def test_removed_with_its_tab(sandbox, ada):
    sheet = smart(ada)
    synced(ada)
    change(sheet, delete_pending=True)
    synced(ada)
    assert titles(sandbox, ada) == ["Sheet1"]
    assert not SmartTab.objects.exists()


def test_deleting_a_tab_that_was_never_created_needs_no_write(sandbox, ada):
    change(smart(ada), delete_pending=True)
    synced(ada)
    assert titles(sandbox, ada) == ["Sheet1"]
    assert not SmartTab.objects.exists()


@pytest.mark.parametrize("effect", [{"status": 503, "applied": True}, {"status": 503, "applied": False}])
def test_a_tab_whose_making_was_unclear_is_never_made_twice(sandbox, ada, effect):
    sheet = smart(ada)
    sandbox.world.faults.add("google-sheets", "batch_update", effect)
    run = sync.run_sync(runs.find_or_make(ada, SyncRun.Trigger.PERSON).pk)
    assert run.state == "waiting"
    SyncRun.objects.filter(state="waiting").update(state="queued", resume_at=None)
    LinkedSheet.objects.update(unclear_until=None)
    synced(ada)
    assert titles(sandbox, ada) == ["Sheet1", "Workout"]
    assert len(tempi(sandbox, ada, sheet)) == 40


@pytest.mark.slow
def test_another_spreadsheet_gets_its_own_tab(sandbox, ada):
    sheet = smart(ada)
    synced(ada)
    LinkedSheet.objects.all().delete()
    link_sheet(sandbox.world, ada)
    synced(ada)
    assert titles(sandbox, ada) == ["Sheet1", "Workout"]
    assert len(tempi(sandbox, ada, sheet)) == 40


def test_rules_of_another_version_stop_nothing_else(sandbox, ada):
    SmartTab.objects.create(user=ada, name="Old", rules={"conditions": [{"on": "loudness"}]})
    run = synced(ada)
    assert "loudness" in present_receipt(run.receipt).tabs[0].problem


@pytest.mark.slow
def test_when_not_all_fits_into_one_batch_the_main_tab_comes_first(sandbox, ada, monkeypatch, settings):
    from functools import partial

    from sheets import writer as writing
    from sheets.planner.batches import split_into_batches

    # So small batches are more than a minute of one person's.
    settings.GOOGLE_REQUESTS_PER_MINUTE = 1_000
    sheet = smart(ada)
    LinkedSheet.objects.update(scope=LinkedSheet.Scope.ALL)
    monkeypatch.setattr(writing, "split_into_batches", partial(split_into_batches, max_bytes=6_000))
    synced(ada)
    assert asked(sandbox)["batch_update"] > 2
    assert len(rows(sandbox, ada, sheet)) == 41
