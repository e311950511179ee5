"""A request that comes twice starts one sync."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import User
from sheets.models import LinkedSheet
from sheets.problems import NoSheet
from syncer.idempotency import StartedSync, start_once
from syncer.models import IdempotencyKey, SyncRun
from syncer.retention import forget_keys
from tests.support.cast import make_alice, make_bob

pytestmark = pytest.mark.django_db


def end_all() -> None:
    SyncRun.objects.update(state="done", finished_at=timezone.now())


@pytest.fixture
def bob() -> User:
    bob = make_bob()
    LinkedSheet.objects.create(user=bob, spreadsheet_id="bobs", url="https://docs.google.com/bobs", gid=1)
    return bob


def test_one_key_starts_one_sync_for_a_day() -> None:
    alice = make_alice()
    first = start_once(alice, "one").run
    end_all()
    assert start_once(alice, "one").run == first
    assert start_once(alice, "two").run != first
    assert IdempotencyKey.objects.count() == 2
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        end_all()
        later = start_once(alice, "one").run
        assert later != first
        forget_keys(timezone.now())
    assert [key.run for key in IdempotencyKey.objects.all()] == [later]


def test_the_same_key_of_another_person_is_another(bob) -> None:
    assert start_once(make_alice(), "one").run.user != start_once(bob, "one").run.user


def test_without_a_key_each_request_starts_one(bob) -> None:
    first = start_once(bob, "").run
    end_all()
    assert (start_once(bob, "").run != first, IdempotencyKey.objects.count()) == (True, 0)


def test_where_nothing_can_have_changed_the_last_run_is_returned_and_not_remembered(bob, monkeypatch) -> None:
    run = SyncRun.objects.create(user=bob, trigger="schedule", state="done")
    monkeypatch.setattr("syncer.clicks.up_to_date_since", lambda user, newest: timezone.now())
    assert start_once(bob, "one") == StartedSync(run, is_up_to_date=True)
    assert IdempotencyKey.objects.count() == 0
    monkeypatch.setattr("syncer.clicks.up_to_date_since", lambda user, newest: None)
    started = start_once(bob, "one")
    assert (started.run != run, started.is_up_to_date) == (True, False)


def test_without_a_sheet_none_is_started() -> None:
    with pytest.raises(NoSheet):
        start_once(make_bob(), "one")
    assert SyncRun.objects.count() + IdempotencyKey.objects.count() == 0
