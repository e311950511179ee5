from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from social_django.models import Nonce

from library.models import SavedTrack
from syncer.models import SyncRun
from syncer.retention import forget_old
from syncer.tasks import tidy_up

pytestmark = pytest.mark.django_db


def save(user, *, removed_days_ago: int | None) -> SavedTrack:
    now = timezone.now()
    removed = None if removed_days_ago is None else now - timedelta(days=removed_days_ago)
    return SavedTrack.objects.create(
        user=user,
        added_at=now - timedelta(days=5000),
        position=SavedTrack.objects.count(),
        removed_at=removed,
    )


def test_only_old_removed_saves_are_deleted(alice, settings) -> None:
    settings.RETENTION = timedelta(days=100)
    current, lately = save(alice, removed_days_ago=None), save(alice, removed_days_ago=99)
    save(alice, removed_days_ago=101)
    assert forget_old(timezone.now()) == 1
    assert set(SavedTrack.objects.all()) == {current, lately}


def test_old_runs_are_deleted_and_active_ones_are_kept(alice, settings) -> None:
    settings.RETENTION = timedelta(days=100)
    long_ago = timezone.now() - timedelta(days=101)
    SyncRun.objects.create(
        user=alice, trigger="person", state="done", finished_at=long_ago, created_at=long_ago
    )
    waiting = SyncRun.objects.create(user=alice, trigger="person", state="waiting", created_at=long_ago)
    tidy_up()
    assert list(SyncRun.objects.all()) == [waiting]


def test_syncing_from_cron_deletes_old_rows(alice, settings) -> None:
    settings.RETENTION = timedelta(days=100)
    save(alice, removed_days_ago=101)
    Nonce.objects.create(server_url="", timestamp=0, salt="an abandoned sign-in")
    call_command("sync", "--all")
    assert SavedTrack.objects.exists()
    call_command("sync", "--due")
    assert not SavedTrack.objects.exists()
    assert not Nonce.objects.exists()
