"""Twenty workers ask at once: one request goes out, and the others come again when it is answered."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from accounts.models import Credential
from accounts.problems import RefreshFailed, RefreshInProgress
from accounts.token_refresh import CLAIM, IN_A_MOMENT, access_token
from problems.kinds import TryLater
from providers.token_endpoint.problems import TokenEndpointUnavailable

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 20
BUSY = RefreshInProgress.code


def all_at_once(user, *, force: bool) -> list[object]:
    start = Barrier(WORKERS)

    def ask(_: int) -> object:
        start.wait()
        try:
            return access_token(user, "spotify", force=force)
        except TryLater as problem:
            return problem.code
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(ask, range(WORKERS)))


def run_out(credential):
    Credential.objects.filter(pk=credential.pk).update(expires_at=timezone.now())


def everybody_got_the_one_token(sandbox, credential, answers: list[object]) -> None:
    """At once, or when they come again."""
    (token,) = set(answers) - {BUSY}
    assert token in sandbox.world.spotify.grants.access
    assert access_token(credential.user, "spotify") == token
    assert sandbox.world.count("spotify-accounts", "token") == 1


def test_a_refresh_in_progress_is_not_waited_for(sandbox, connect):
    credential = connect("ada")
    run_out(credential)
    Credential.objects.filter(pk=credential.pk).update(refreshing_until=timezone.now() + CLAIM)
    with time_machine.travel(timezone.now(), tick=False):
        with pytest.raises(TryLater) as problem:
            access_token(credential.user, "spotify")
        assert (problem.value.code, problem.value.when) == (BUSY, timezone.now() + IN_A_MOMENT)
    assert sandbox.world.count("spotify-accounts", "token") == 0


@pytest.mark.slow
def test_twenty_workers_make_one_refresh_request(sandbox, connect):
    credential = connect("ada")
    run_out(credential)
    sandbox.world.latency["spotify-accounts"] = 0.3
    answers = all_at_once(credential.user, force=False)
    everybody_got_the_one_token(sandbox, credential, answers)


@pytest.mark.slow
def test_twenty_workers_whose_token_was_refused_make_one_refresh_request(sandbox, connect):
    credential = connect("ada")
    sandbox.world.latency["spotify-accounts"] = 1.0
    answers = all_at_once(credential.user, force=True)
    everybody_got_the_one_token(sandbox, credential, answers)


@pytest.mark.slow
def test_twenty_workers_send_one_request_to_a_vendor_that_is_down(sandbox, connect):
    credential = connect("ada")
    run_out(credential)
    sandbox.world.latency["spotify-accounts"] = 1.0
    sandbox.world.faults.add("spotify-accounts", "token", {"status": 503}, times=0)
    answers = all_at_once(credential.user, force=False)
    assert set(answers) <= {TokenEndpointUnavailable.code, RefreshFailed.code, BUSY}
    assert sandbox.world.count("spotify-accounts", "token") == 1
