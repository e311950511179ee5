"""`manage.py sync`: people, exit status, lines and the progress bar."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Session, User
from syncer.models import Schedule, SyncRun
from tests.support.cast import link_sheet, make_user, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def sync(*arguments: str, stderr: StringIO | None = None) -> str:
    output = StringIO()
    call_command("sync", *arguments, stdout=output, stderr=stderr or StringIO())
    return output.getvalue()


@pytest.fixture
def ada(sandbox) -> User:
    user = sign_in(sandbox.world, "ada")
    link_sheet(sandbox.world, user)
    return user


def test_a_person_is_chosen_by_name_or_spotify_id(ada) -> None:
    assert "Ada Lindqvist: done. Spotify 60, database 60, sheet 50; 60 added" in sync("--user", "ada")
    assert "0 added" in sync("--user", ada.spotify_id)
    assert set(SyncRun.objects.values_list("trigger", flat=True)) == {"command"}


def test_all_syncs_each_person_with_a_sheet(sandbox, ada) -> None:
    link_sheet(sandbox.world, sign_in(sandbox.world, "cleo"))
    make_user("bob")
    assert len(sync("--all").splitlines()) == 2


def test_due_syncs_only_people_who_are_due(sandbox, ada) -> None:
    other = sign_in(sandbox.world, "cleo")
    link_sheet(sandbox.world, other)
    Schedule.objects.create(user=ada, next_run_at=timezone.now() - timedelta(minutes=1))
    Schedule.objects.create(user=other, next_run_at=timezone.now() + timedelta(minutes=1))
    assert "Ada Lindqvist: done" in sync("--due")
    assert sync("--due") == "Nobody to sync.\n"
    assert SyncRun.objects.count() == 1


def test_with_due_what_has_had_its_time_is_forgotten() -> None:
    Session.objects.create(
        session_key="key", session_data="", expire_date=timezone.now() - timedelta(seconds=1)
    )
    assert sync("--due") == "Nobody to sync.\n"
    assert not Session.objects.exists()


def test_a_failed_run_is_exit_status_one_with_its_problem(sandbox, ada) -> None:
    sandbox.world.spotify.set_premium(active=False)
    output = StringIO()
    with pytest.raises(CommandError) as ended:
        call_command("sync", "--all", stdout=output, stderr=StringIO())
    assert ended.value.returncode == 1
    assert "Premium" in output.getvalue()


def test_an_unknown_name_is_refused(db) -> None:
    with pytest.raises(CommandError, match="nobody called 'zoe'"):
        sync("--user", "zoe")


def test_the_command_needs_a_choice_of_people(db) -> None:
    with pytest.raises(CommandError, match="required"):
        sync()


def test_a_terminal_gets_a_progress_bar(ada) -> None:
    terminal = Terminal()
    sync("--user", "ada", stderr=terminal)
    assert "60/60" in terminal.getvalue()
