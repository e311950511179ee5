"""A backup that is restored brings nobody back who has left since."""

from __future__ import annotations

import stat

import pytest

from accounts.deletion import delete_account
from accounts.models import User
from accounts.tombstones import restored_people
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


def test_somebody_who_has_come_back_themselves_stays():
    ada = make_user("ada", spotify_id="ada")
    pk = ada.pk
    delete_account(ada)
    User.objects.create(pk=pk, username="ada", spotify_id="ada", display_name="Ada")
    assert [*restored_people()] == []


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
    assert [*restored_people()] == []
    assert User.objects.get() == ada
