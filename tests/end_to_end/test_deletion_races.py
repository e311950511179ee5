"""“Delete my data” while a worker stores the person's library: everything goes, and neither of the two fails."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.test import Client

from accounts import deletion
from accounts.deletion import delete_account
from accounts.models import Revocation, User
from library.models import SavedTrack
from sheets.models import LinkedSheet
from syncer import runs, sync
from syncer.load.storage import LibraryStore
from syncer.models import SyncRun
from tests.support.cast import link_sheet, make_credential, make_user, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def in_a_worker(user: User) -> SyncRun | None:
    try:
        return sync.run_sync(runs.find_or_make(user, SyncRun.Trigger.PERSON).pk)
    finally:
        # Each thread has a connection of its own.
        connection.close()


@pytest.mark.parametrize("commit", [1, 2, 3])
def test_deleting_during_an_import_leaves_nothing_and_fails_nowhere(sandbox, monkeypatch, caplog, commit):
    ben = sign_in(sandbox.world, "ben")
    link_sheet(sandbox.world, ben, scope=LinkedSheet.Scope.ALL)
    store, commits, is_storing = LibraryStore.apply, [], Event()

    def apply(self, *args, **more):
        commits.append(None)
        if len(commits) == commit:
            is_storing.set()
        return store(self, *args, **more)

    monkeypatch.setattr(LibraryStore, "apply", apply)
    browser = Client()
    browser.force_login(ben)
    with caplog.at_level(logging.ERROR), ThreadPoolExecutor(1) as worker:
        run = worker.submit(in_a_worker, ben)
        assert is_storing.wait(60)
        assert browser.post("/leave/").status_code == 302
        assert run.result(60) is None
    assert not User.objects.exists()
    assert not SavedTrack.objects.exists()
    assert not SyncRun.objects.exists()
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


@pytest.mark.parametrize("error", [IntegrityError, OperationalError])
def test_a_row_that_is_stored_in_the_same_moment_makes_it_try_again(monkeypatch, error):
    ben = make_user("ben")
    plain, failed = User.delete, []

    def delete(self, *args, **more):
        answer = plain(self, *args, **more)
        if len(failed) < deletion.ATTEMPTS - 1:
            failed.append(None)
            raise error
        return answer

    monkeypatch.setattr(User, "delete", delete)
    delete_account(ben)
    assert len(failed) == deletion.ATTEMPTS - 1
    assert not User.objects.exists()


def test_a_deletion_that_fails_for_good_takes_no_permission_back(sandbox, monkeypatch):
    ben = make_user("ben")
    make_credential(ben, "google", refresh_sealed="sealed")

    def delete(self, *args, **more):
        raise OperationalError

    monkeypatch.setattr(User, "delete", delete)
    with pytest.raises(OperationalError):
        delete_account(ben)
    assert ben.credentials.exists()
    assert not Revocation.objects.exists()
    assert sandbox.world.count("google-token", "revoke") == 0


def test_a_second_press_finds_nobody_and_is_no_failure():
    ben = make_user("ben")
    User.objects.filter(pk=ben.pk).delete()
    assert delete_account(ben)
