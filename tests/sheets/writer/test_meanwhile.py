"""A choice that is made while a sync is at work: no run is lost over it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from providers.google.client import SheetsClient
from sheets.linking.links import unlink
from sheets.models import LinkedSheet
from sheets.problems import InvalidSetting, NoSheet
from sheets.sheet_settings import is_relinked, settings_of
from syncer import schedule
from syncer.models import Schedule, SyncRun
from syncer.runs import request_run
from syncer.sheet_settings import update_and_sync
from tests.support.cast import link_sheet, tab_rows
from tests.support.problems import text_of
from tests.support.sheet_harness import SheetHarness


@pytest.fixture
def choice_in_between(harness, monkeypatch):
    """The person chooses other columns in the second in which the sheet is written."""
    plain, done = SheetsClient.batch_update, []

    def written(self, *args, **more):
        if not done:
            done.append(
                update_and_sync(harness.user, replace(settings_of(harness.sheet), columns=("track", "link")))
            )
        return plain(self, *args, **more)

    monkeypatch.setattr(SheetsClient, "batch_update", written)


def test_it_gets_a_sync_of_its_own(harness, choice_in_between):
    harness.world.spotify.save("ada", 1)
    harness.sync()
    following = SyncRun.objects.latest("pk")
    assert (following.state, following.trigger) == ("queued", "person")
    harness.sync()
    assert [header for header in harness.headers if header] == ["Track", "Link", "Rating"]
    assert not SyncRun.objects.filter(state__in=SyncRun.ACTIVE).exists()


def test_an_unconfirmed_write_is_waited_for_all_the_same(harness, choice_in_between):
    harness.world.faults.add("google-sheets", "batch_update", {"status": 503, "applied": True})
    harness.world.spotify.save("ada", 1)
    assert harness.run().state == "waiting"
    assert harness.sheet.unclear_until is not None
    assert update_and_sync(harness.user, replace(settings_of(harness.sheet), scope="all")).state == "waiting"


def test_a_choice_before_the_sheet_is_looked_at_is_the_one_that_is_written(sandbox, transactional_db):
    harness = SheetHarness(sandbox.world)
    run = update_and_sync(harness.user, replace(settings_of(harness.sheet), recent_count=10))
    assert update_and_sync(harness.user, replace(settings_of(harness.sheet), recent_count=20)) == run
    assert harness.sync()["sheet_rows"] == 20


@pytest.fixture
def relink_in_between(harness, monkeypatch):
    """The person unlinks the sheet in the second in which it is written, and links another one."""
    plain, new = SheetsClient.batch_update, []

    def written(self, *args, **more):
        if not new:
            unlink(harness.user)
            new.append(link_sheet(harness.world, harness.user))
            schedule.activate(harness.user)
            request_run(harness.user, SyncRun.Trigger.PERSON)
        return plain(self, *args, **more)

    monkeypatch.setattr(SheetsClient, "batch_update", written)
    return new


def written_rows(harness, sheet) -> int:
    return len(tab_rows(harness.world, sheet)) - 1


def test_another_sheet_linked_meanwhile_is_written_without_waiting_for_tomorrow(harness, relink_in_between):
    harness.world.spotify.save("ada", 1)
    harness.sync()
    following = SyncRun.objects.latest("pk")
    assert (following.state, following.trigger) == ("queued", "person")
    harness.sync()
    assert written_rows(harness, relink_in_between[0]) == 50
    assert not SyncRun.objects.filter(state__in=SyncRun.ACTIVE).exists()


def test_a_problem_of_the_former_sheet_pauses_no_schedule(harness, relink_in_between):
    harness.world.faults.add("google-sheets", "batch_update", {"google": "permission"})
    harness.world.spotify.save("ada", 1)
    run = harness.run()
    assert (run.state, run.problem_code) == ("waiting", "sheet_relinked")
    assert Schedule.objects.get(user=harness.user).pause == ""
    SyncRun.objects.update(resume_at=timezone.now())
    harness.sync()
    assert written_rows(harness, relink_in_between[0]) == 50


def test_the_same_sheet_in_another_tab_is_another_place(harness):
    before = harness.sheet
    harness.sheet.delete()
    assert not is_relinked(before)
    again = link_sheet(harness.world, harness.user, gid=before.gid)
    LinkedSheet.objects.filter(pk=again.pk).update(spreadsheet_id=before.spreadsheet_id)
    assert is_relinked(before)
    moved = LinkedSheet.objects.get(pk=again.pk)
    moved.gid += 1
    assert is_relinked(moved)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("columns", ("track", "mood")),
        ("scope", "some"),
        ("recent_count", 0),
        ("recent_count", 50_001),
        ("mode", "clear"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field_and_a_sentence(harness, field, wrong):
    before = settings_of(harness.sheet)
    with pytest.raises(InvalidSetting) as caught:
        update_and_sync(harness.user, replace(before, **{field: wrong}))
    assert caught.value.field == field
    assert text_of(caught.value).endswith(".")
    assert settings_of(harness.sheet) == before


def test_an_unknown_column_is_named_with_those_that_there_are(harness):
    with pytest.raises(InvalidSetting) as refused:
        update_and_sync(harness.user, replace(settings_of(harness.sheet), columns=("mood",)))
    assert "no column “mood”. There are: artist, track" in text_of(refused.value)


def test_without_a_sheet_there_is_nothing_to_choose(harness):
    choices = settings_of(harness.sheet)
    harness.sheet.delete()
    with pytest.raises(NoSheet) as refused:
        update_and_sync(harness.user, choices)
    assert "Link one first" in text_of(refused.value)
