"""A backup that is restored brings nobody back who has left since."""

from __future__ import annotations

import stat

import pytest
from django.db import OperationalError, transaction

from accounts.deletion import delete_account
from accounts.identities import SpotifyIdentity, update_identity
from accounts.models import User
from accounts.tombstones import begin_tombstone, people_in_doubt, restored_people
from tests.support.cast import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def file(tmp_path, settings):
    settings.DELETIONS_FILE = tmp_path / "deletions"
    return settings.DELETIONS_FILE


def test_a_row_as_it_was_before_the_deletion_is_found():
    ada, ben = make_user("ada", spotify_id="ada"), make_user("ben")
    pk = ada.pk
    delete_account(ada)
    ada.pk = pk
    ada.save(force_insert=True)
    assert [*restored_people()] == [ada]
    assert User.objects.filter(pk=ben.pk).exists()


def fill_account_id(ada: User) -> None:
    update_identity(ada, SpotifyIdentity("account-1", "ada", "Ada"))


def pass_the_id_on(ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(spotify_id=None, username="ada-2", display_name="Ada L.")


@pytest.mark.parametrize("change", [fill_account_id, pass_the_id_on])
def test_a_row_that_changed_after_the_backup_was_made_is_found(change):
    backup = make_user("ada", spotify_id="ada")
    change(User.objects.get())
    delete_account(User.objects.get())
    backup.save(force_insert=True)
    assert [*restored_people()] == [backup]


def test_somebody_who_has_come_back_themselves_stays():
    ada = make_user("ada", spotify_id="ada")
    pk = ada.pk
    delete_account(ada)
    User.objects.create(pk=pk, username="ada", spotify_id="ada", display_name="Ada")
    assert [*restored_people()] == []


def test_the_file_holds_no_name_and_is_for_nobody_else(file):
    delete_account(make_user("ada", spotify_id="adas.id", email="ada@example.com"))
    text = file.read_text()
    assert [line.split()[1] for line in text.splitlines()] == ["begun", "deleted"]
    assert "ada" not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_deletion_that_cannot_be_kept_is_not_done(settings, tmp_path):
    ada = make_user("ada")
    settings.DELETIONS_FILE = tmp_path / "no folder" / "deletions"
    with pytest.raises(OSError):
        delete_account(ada)
    assert User.objects.get() == ada


@pytest.mark.parametrize("rest", ["\n", "2026", "2026-11-28T06:31:02Z", "2026-11-28T06:31:02Z deleted 9f86"])
def test_a_line_that_a_power_cut_has_left_unfinished_hides_no_other(file, rest):
    backup = make_user("ada")
    file.write_text(rest)
    assert [*restored_people()] == []
    delete_account(User.objects.get())
    backup.save(force_insert=True)
    assert [*restored_people()] == [backup]


def test_only_a_deletion_that_is_done_counts(monkeypatch):
    ada = make_user("ada")

    def refuse(**_more: object) -> None:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr("accounts.deletion.account_deleted.send", refuse)
        with pytest.raises(OperationalError):
            delete_account(ada)
        assert [*people_in_doubt()] == [*restored_people()] == []
    begin_tombstone(ada)
    assert ([*people_in_doubt()], [*restored_people()]) == ([ada], [])
    delete_account(User.objects.get())
    ada.save(force_insert=True)
    assert ([*people_in_doubt()], [*restored_people()]) == ([], [ada])


def test_a_deletion_that_is_done_and_cannot_be_written_down_is_no_failure(monkeypatch, caplog):
    backup = make_user("ada")

    def fail(user: User) -> None:
        raise OSError

    monkeypatch.setattr("accounts.deletion.finish_tombstone", fail)
    assert delete_account(User.objects.get())
    assert not User.objects.exists()
    assert "could not be kept" in caplog.text
    backup.save(force_insert=True)
    assert [*people_in_doubt()] == [backup]


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_that_may_be_rolled_back_nobody_is_deleted():
    ada = make_user("ada")
    with pytest.raises(RuntimeError), transaction.atomic():
        delete_account(ada)
    assert User.objects.get() == ada
