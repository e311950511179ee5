"""A key is changed while workers of the step before are still up: no sync fails."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from accounts.checks import require_working_keys
from accounts.key_rollout import workers_without_first_key
from accounts.models import Credential, User
from accounts.sealing import is_under_newest_key
from accounts.token_refresh import access_token
from syncer import runs
from syncer.models import SyncRun
from tests.fault_injection.servers.conftest import environment_of, lift_quotas
from tests.fault_injection.servers.test_workers import COMMAND, kill
from tests.fault_injection.servers.workers import ROOT
from tests.support.cast import link_sheet, sign_in
from tests.support.waiting import wait_for

pytestmark = pytest.mark.services


@pytest.fixture
def start_worker(sandbox, transactional_db, empty_queues) -> Iterator[Callable[[list[str]], None]]:
    """start_worker(keys) is up on return; there is one at a time."""
    lift_quotas(sandbox)
    sandbox.world.spotify.grants.rotate = "always"
    running: list[subprocess.Popen[bytes]] = []

    def start(keys: list[str]) -> None:
        stop()
        environment = environment_of(sandbox, ENCRYPTION_KEYS=",".join(keys))
        running.append(subprocess.Popen(COMMAND, cwd=ROOT, env=environment, start_new_session=True))

    def stop() -> None:
        while running:
            kill(running.pop())

    yield start
    stop()


@pytest.fixture
def ada(sandbox, start_worker) -> User:
    user = sign_in(sandbox.world, "ada")
    link_sheet(sandbox.world, user)
    return user


def sync(user: User) -> SyncRun:
    run = runs.request_run(user, SyncRun.Trigger.PERSON)
    wait_for(lambda: SyncRun.objects.filter(pk=run.pk, state__in=("done", "failed")).exists(), every=0.2)
    return SyncRun.objects.get(pk=run.pk)


def test_no_sync_fails_while_a_key_is_changed(settings, start_worker, ada: User) -> None:
    old, new = settings.ENCRYPTION_KEYS[0], Fernet.generate_key().decode()
    steps = [[old], [old, new], [new, old], [new]]
    for before, after in pairwise(steps):
        start_worker(before)
        assert sync(ada).state == "done"
        settings.ENCRYPTION_KEYS = after
        require_working_keys()
        if after == [new, old]:
            assert workers_without_first_key() == []
        # A process of the new step refreshes the token, and the worker of the old one has to open it.
        access_token(ada, "spotify", force=True)
        assert is_under_newest_key(Credential.objects.get(user=ada).refresh_sealed)
        assert sync(ada).state == "done"
        if after == [new, old]:
            call_command("reseal", verbosity=0)
            assert sync(ada).state == "done"


def test_a_worker_that_was_forgotten_stops_the_next_step(settings, start_worker, ada: User) -> None:
    old, new = settings.ENCRYPTION_KEYS[0], Fernet.generate_key().decode()
    settings.ENCRYPTION_KEYS = [old, new]
    require_working_keys()
    start_worker([old])
    assert sync(ada).state == "done"
    settings.ENCRYPTION_KEYS = [new, old]
    with pytest.raises(ImproperlyConfigured, match="without the first of ENCRYPTION_KEYS"):
        require_working_keys()
    assert sync(ada).state == "done"
