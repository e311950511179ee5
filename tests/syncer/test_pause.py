"""Who may pause and resume a daily sync."""

import pytest
from django.utils import timezone

from problems.kinds import AskUser, Reconnect
from syncer import schedule
from syncer.models import Schedule

Pause = Schedule.Pause
pytestmark = pytest.mark.django_db


def paused(user) -> str:
    return Schedule.objects.get(user=user).pause


def test_a_person_pauses_and_resumes(alice) -> None:
    schedule.activate(alice)
    schedule.pause(alice)
    assert paused(alice) == Pause.PERSON
    assert schedule.resume(alice).next_run_at > timezone.now()
    assert paused(alice) == Pause.NONE


def test_what_an_admin_paused_only_an_admin_resumes(alice) -> None:
    schedule.pause(alice, Pause.ADMIN)
    schedule.pause(alice)
    schedule.resume(alice)
    schedule.activate(alice)
    schedule.pause_for(alice, AskUser("sheet_full", "Full."))
    assert paused(alice) == Pause.ADMIN
    schedule.resume(alice, Pause.ADMIN)
    assert paused(alice) == Pause.NONE


@pytest.mark.parametrize(
    ("problem", "fix"),
    [
        (Reconnect("spotify_ended", "Ended.", vendor="spotify"), "spotify"),
        (Reconnect("google_ended", "Ended.", vendor="google"), "google"),
        (AskUser("sheet_full", "Full."), "sheet"),
    ],
)
def test_a_problem_names_the_one_thing_that_fixes_it(alice, problem, fix) -> None:
    schedule.pause_for(alice, problem)
    row = Schedule.objects.get(user=alice)
    assert (row.pause, row.problem_fix, row.problem_values) == (Pause.PROBLEM, fix, problem.values)


def test_reconnecting_goes_on_with_what_waited_for_it(alice) -> None:
    from accounts.signals import reconnected

    schedule.pause_for(alice, Reconnect("google_ended", "Ended.", vendor="google"))
    reconnected.send(sender=None, user=alice, provider="spotify")
    assert paused(alice) == Pause.PROBLEM
    reconnected.send(sender=None, user=alice, provider="google")
    assert paused(alice) == Pause.NONE
