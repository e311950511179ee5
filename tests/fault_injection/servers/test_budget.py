"""The budgets hold for all processes together."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.fault_injection.servers.conftest import environment_of

pytestmark = pytest.mark.services
CEILING = 100
ASKING = """
import django
django.setup()
from problems.kinds import TryLater
from providers.spotify import request_budget

print("ready", flush=True)
input()
allowed = 0
for _ in range(150):
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
    for process in asking:
        process.stdin.write("go\n")
    allowed = [int(process.communicate(timeout=60)[0]) for process in asking]
    assert sum(allowed) == ceiling
    assert all(allowed), "they did not ask at the same time"
