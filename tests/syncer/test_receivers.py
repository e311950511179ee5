"""What follows when a vendor is connected again, or a sheet unlinked."""

from __future__ import annotations

import pytest

from accounts.problems import AccessEnded
from accounts.signals import reconnected
from providers.google.problems import SheetProtected
from sheets.signals import sheet_unlinked
from syncer import schedule
from syncer.models import Schedule

pytestmark = pytest.mark.django_db


def paused(user) -> str:
    return Schedule.objects.get(user=user).pause


def test_reconnecting_a_vendor_resumes_only_its_pause(alice) -> None:
    schedule.pause_for(alice, AccessEnded(vendor="google"))
    reconnected.send(sender=None, user=alice, provider="spotify")
    assert paused(alice) == Schedule.Pause.PROBLEM
    reconnected.send(sender=None, user=alice, provider="google")
    assert paused(alice) == Schedule.Pause.NONE


@pytest.mark.parametrize(
    ("problem", "left"), [(SheetProtected(), ""), (AccessEnded(vendor="spotify"), "access_ended")]
)
def test_unlinking_ends_the_pause_over_that_sheet_alone(alice, problem, left) -> None:
    schedule.activate(alice)
    schedule.pause_for(alice, problem)
    sheet_unlinked.send(sender=None, user=alice, sheet=None)
    plan = Schedule.objects.get(user=alice)
    assert (plan.problem_code, bool(plan.pause), plan.next_run_at) == (left, bool(left), None)
