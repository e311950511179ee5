"""The budgets hold for all processes together."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.fault_injection.servers.conftest import environment_of

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
CEILING = 100
ASKING = """
import sys
import django
django.setup()
from problems.kinds import TryLater
from providers.spotify import request_budget

print("ready", flush=True)
for _ in sys.stdin:
    allowed = 0
    for _ in range(10):
        try:
            request_budget.take_spotify(client_id="shared", interactive=INTERACTIVE)
            allowed += 1
        except TryLater:
            pass
    print(allowed, flush=True)
"""


@pytest.mark.parametrize(("interactive", "ceiling"), [(True, CEILING), (False, CEILING * 9 // 10)])
def test_two_processes_never_pass_the_ceiling(sandbox, empty_queues, interactive, ceiling) -> None:
    environment = environment_of(
        sandbox, SPOTIFY_REQUESTS_PER_30_SECONDS=str(CEILING), DJANGO_SETTINGS_MODULE="spotistats.settings"
    )
    command = [sys.executable, "-c", ASKING.replace("INTERACTIVE", str(interactive))]
    asking = [
        subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        for _ in range(2)
    ]
    assert [process.stdout.readline().strip() for process in asking] == ["ready"] * 2
    allowed = []
    # Ten requests at a time: on a busy machine one process could otherwise have asked for all before the other begins.
    for _ in range(15):
        for process in asking:
            process.stdin.write("go\n")
        allowed.append([int(process.stdout.readline()) for process in asking])
    for process in asking:
        process.communicate(timeout=60)
    assert sum(map(sum, allowed)) == ceiling
    assert allowed[0] == [10, 10], "they did not ask at the same time"
