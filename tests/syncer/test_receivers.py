"""What follows when a vendor is connected again."""

from __future__ import annotations

import pytest

from accounts.problems import AccessEnded
from accounts.signals import reconnected
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
