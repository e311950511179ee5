"""A backup that is restored brings nobody back who has left since."""

from __future__ import annotations

import stat

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.deletion import delete_account
from accounts.models import User
from accounts.tombstones import risen
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
    assert [*risen()] == [ada]
    call_command("after_restore")
    assert [user.username for user in User.objects.all()] == ["ben"]
    assert "1 people deleted again; 1 sheets" in capsys.readouterr().out
    assert LinkedSheet.objects.get().read_at is None


def test_somebody_who_has_come_back_themselves_stays():
    ada = make_user("ada", spotify_id="ada")
    pk = ada.pk
    delete_account(ada)
    User.objects.create(pk=pk, username="ada", spotify_id="ada", display_name="Ada")
    assert [*risen()] == []


def test_the_file_holds_no_name_and_is_for_nobody_else(file):
    delete_account(make_user("ada", spotify_id="adas.id", email="ada@example.com"))
    text = file.read_text()
    assert text.count("\n") == 1
    assert "ada" not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_deletion_that_cannot_be_kept_is_not_done(settings, tmp_path):
    ada = make_user("ada")
    settings.DELETIONS_FILE = tmp_path / "no folder" / "deletions"
    with pytest.raises(OSError):
        delete_account(ada)
    assert User.objects.get() == ada


def test_a_line_that_a_power_cut_has_left_unfinished_matches_nobody(file):
    ada = make_user("ada")
    file.write_text("\n2026-11-28T06:31:02Z 9f86\n2026")
    assert [*risen()] == []
    assert User.objects.get() == ada


def test_without_the_file_nothing_is_changed():
    make_user("ada")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("after_restore")
    assert User.objects.exists()
