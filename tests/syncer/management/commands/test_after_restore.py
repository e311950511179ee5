"""A backup that is restored brings nobody back, and what it takes for confirmed is read before it is written."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.deletion import delete_account
from accounts.models import User
from accounts.tombstones import begin_tombstone
from sheets.models import LinkedSheet
from tests.support.cast import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def file(tmp_path, settings):
    settings.DELETIONS_FILE = tmp_path / "deletions"
    return settings.DELETIONS_FILE


def restore(user: User) -> None:
    """As a backup of before the deletion does it: the same row."""
    user.save(force_insert=True)


def test_whom_a_backup_brings_back_is_deleted_again(capsys):
    ada, ben = make_user("ada", spotify_id="ada"), make_user("ben")
    LinkedSheet.objects.create(user=ben, spreadsheet_id="bens", url="", gid=1, read_at=timezone.now())
    pk = ada.pk
    delete_account(ada)
    ada.pk = pk
    restore(ada)
    call_command("after_restore")
    assert [user.username for user in User.objects.all()] == ["ben"]
    assert "1 people deleted again; 1 sheets" in capsys.readouterr().out
    assert LinkedSheet.objects.get().read_at is None


def test_a_deletion_that_is_not_known_to_be_done_is_left_to_the_operator(capsys):
    ada = make_user("ada")
    begin_tombstone(ada)
    call_command("after_restore")
    shown = capsys.readouterr()
    assert "0 people deleted again" in shown.out
    assert f"it is not known that it was done: {ada.pk}." in shown.err
    assert User.objects.get() == ada


def test_without_the_file_nothing_is_changed():
    make_user("ada")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("after_restore")
    assert User.objects.exists()
