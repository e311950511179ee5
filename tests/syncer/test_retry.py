"""When a run that could not finish tries again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from problems.kinds import TryLater
from providers.google.problems import GoogleUnavailable
from providers.spotify.problems import SpotifyQuotaSpent
from sheets.models import LinkedSheet
from syncer.models import SyncRun
from syncer.problems import PendingWrite
from syncer.retry import postpone, require_no_unclear_write, until_servers_return
from tests.support.cast import make_alice

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOW, tick=False):
        yield


def wait(attempts: int, problem: TryLater) -> timedelta:
    return postpone(SyncRun(attempts=attempts), problem).when - NOW


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 15), (1, 30), (2, 60), (7, 1920), (8, 3600), (10_000, 3600)]
)
def test_open_ended_wait_doubles_up_to_an_hour(attempts, seconds):
    assert wait(attempts, GoogleUnavailable(when=NOW)) == timedelta(seconds=seconds)


def test_vendors_own_time_is_kept_when_it_is_later():
    assert wait(1, GoogleUnavailable(when=NOW + timedelta(hours=9))) == timedelta(hours=9)


def test_wait_that_has_an_end_is_not_changed():
    assert wait(9, SpotifyQuotaSpent(when=NOW + timedelta(seconds=5))) == timedelta(seconds=5)


@pytest.mark.parametrize("phase", ["reading", "writing"])
def test_restart_marks_a_write_under_way_as_unclear(db, settings, phase):
    alice = make_alice()
    when = until_servers_return(SyncRun(user=alice, phase=phase)).when
    if phase == "writing":
        assert when == LinkedSheet.objects.get().unclear_until == NOW + settings.UNCLEAR_WRITE_WAIT
    else:
        assert (when, LinkedSheet.objects.get().unclear_until) == (NOW + timedelta(seconds=15), None)


def test_unclear_write_has_to_be_waited_for():
    later = NOW + timedelta(seconds=1)
    with pytest.raises(PendingWrite) as pending:
        require_no_unclear_write(LinkedSheet(unclear_until=later))
    assert pending.value.when == later
    for unclear_until in (None, NOW):
        require_no_unclear_write(LinkedSheet(unclear_until=unclear_until))
