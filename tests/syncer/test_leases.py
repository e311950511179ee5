from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from syncer import leases, runs
from syncer.models import SyncRun
from syncer.receipt import Receipt
from tests.syncer.claims import claimed


def test_a_run_is_claimed_once(alice) -> None:
    run = runs.find_or_make(alice, SyncRun.Trigger.PERSON)
    assert leases.claim(run.pk) is not None
    assert leases.claim(run.pk) is None


def test_the_token_of_a_lease_is_a_random_uuid(alice) -> None:
    assert claimed(alice).token.version == 4


def test_a_run_whose_lease_ran_out_is_claimed_by_another_worker(alice) -> None:
    dead = claimed(alice)
    SyncRun.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    taken = leases.claim(dead.run.pk)
    assert taken is not None
    assert taken.run.attempts == 2
    with pytest.raises(leases.LostLease):
        leases.renew_lease(dead)
    with pytest.raises(leases.LostLease):
        runs.finish(dead, Receipt())


def test_a_lease_that_was_renewed_is_nobody_elses(alice, settings) -> None:
    claim = claimed(alice)
    SyncRun.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    leases.renew_lease(claim, phase="reading")
    assert leases.claim(claim.run.pk) is None
    claim.run.refresh_from_db()
    assert claim.run.phase == "reading"
    assert claim.run.lease_until > timezone.now() + settings.LEASE - timedelta(seconds=10)


def test_the_lease_of_a_writing_run_outlasts_an_unclear_write(alice, settings) -> None:
    settings.LEASE, settings.UNCLEAR_WRITE_WAIT = timedelta(seconds=60), timedelta(seconds=190)
    claim = claimed(alice)
    leases.renew_lease(claim, phase="writing")
    claim.run.refresh_from_db()
    assert claim.run.lease_until > timezone.now() + timedelta(seconds=180)


def test_what_is_noted_within_a_moment_is_stored_by_the_next_renewal(
    alice, django_assert_num_queries
) -> None:
    claim = claimed(alice)
    with django_assert_num_queries(0):
        leases.note(claim, progress_done=50)
        leases.note(claim, progress_done=100, spotify_requests=2)
    assert (claim.run.progress_done, SyncRun.objects.get().progress_done) == (100, 0)
    with django_assert_num_queries(1):
        leases.renew_lease(claim)
    run = SyncRun.objects.get()
    assert (run.progress_done, run.spotify_requests) == (100, 2)


def test_what_is_noted_is_stored_with_the_end_of_the_run(alice) -> None:
    claim = claimed(alice)
    leases.note(claim, spotify_requests=2)
    runs.finish(claim, Receipt())
    run = SyncRun.objects.get()
    assert (run.state, run.spotify_requests) == ("done", 2)


@pytest.mark.parametrize("lease", [1, 240])
def test_a_lease_that_is_a_moment_old_is_renewed_by_a_note(alice, settings, lease) -> None:
    settings.LEASE = timedelta(seconds=lease)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        claim = claimed(alice)
        clock.shift(1)
        leases.note(claim, progress_done=50)
        run = SyncRun.objects.get()
        assert (run.progress_done, run.lease_until) == (50, timezone.now() + settings.LEASE)


def test_a_lost_lease_shows_a_moment_later(alice) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        claim = claimed(alice)
        SyncRun.objects.update(lease_token=None)
        clock.shift(1)
        with pytest.raises(leases.LostLease):
            leases.note(claim, progress_done=50)


def test_a_released_run_has_no_lease(alice) -> None:
    claim = claimed(alice)
    leases.release_lease(claim, state=SyncRun.State.DONE)
    claim.run.refresh_from_db()
    assert (claim.run.state, claim.run.lease_until, claim.run.lease_token) == ("done", None, None)
