"""Twenty workers ask at once: one request goes out."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Credential
from accounts.problems import TryLater
from accounts.tokens import access_token

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 20


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


def test_twenty_workers_make_one_refresh_request(sandbox, connect):
    credential = connect("ada")
    run_out(credential)
    sandbox.world.latency["spotify-accounts"] = 0.3
    tokens = all_at_once(credential.user, force=False)
    assert len(set(tokens)) == 1
    assert tokens[0] in sandbox.world.spotify.grants.access
    assert sandbox.world.count("spotify-accounts", "token") == 1


def test_twenty_workers_whose_token_was_refused_make_one_refresh_request(sandbox, connect):
    credential = connect("ada")
    sandbox.world.latency["spotify-accounts"] = 2.0
    tokens = all_at_once(credential.user, force=True)
    assert len(set(tokens)) == 1
    assert sandbox.world.count("spotify-accounts", "token") == 1


def test_twenty_workers_ask_a_vendor_that_is_down_once(sandbox, connect):
    credential = connect("ada")
    run_out(credential)
    sandbox.world.latency["spotify-accounts"] = 2.0
    sandbox.world.faults.add("spotify-accounts", "token", {"status": 503}, times=0)
    answers = all_at_once(credential.user, force=False)
    assert set(answers) <= {"spotify_unavailable", "spotify_token_busy"}
    assert sandbox.world.count("spotify-accounts", "token") == 1
