"""Runs measurements, each in a new process with a new database and a new sandbox."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.databases import Databases
from bench.sandbox_process import sandbox_process

Result = dict[str, Any]
# What a site allows itself a day, and a person in a minute, would end the measurements early.
NO_BUDGET = dict.fromkeys(
    ("SPOTIFY_REQUESTS_PER_30_SECONDS", "SPOTIFY_REQUESTS_PER_DAY", "SMART_PREVIEWS_PER_MINUTE"), "1000000"
)


def environment(folder: Path) -> dict[str, str]:
    """Of every process here: no .env, keys and files in `folder`, limits and messages in memory."""
    overrides = {"ENV_FILE": os.devnull, "VAR_DIR": str(folder), "REDIS_URL": ""}
    return {**os.environ, **overrides, **NO_BUDGET, "LOG_LEVEL": "ERROR"}


@dataclass(frozen=True, slots=True)
class Rounds:
    databases: Databases
    environment: Mapping[str, str]

    def run(self, case: str) -> Result:
        """One measurement; raises CalledProcessError, its reason on stderr, when it fails."""
        with sandbox_process() as vendors:
            settings = {**vendors.settings(), "DATABASE_URL": self.databases.fresh()}
            command = [sys.executable, "-m", "bench.case", case]
            done = subprocess.run(
                command, env={**self.environment, **settings}, stdout=subprocess.PIPE, check=True
            )
        result: Result = json.loads(done.stdout)
        return result

    def best(self, case: str, times: int, *, by: str) -> Result:
        """The least of several `by` one of its numbers: what slows others down is what else the machine does."""
        return min((self.run(case) for _ in range(times)), key=lambda result: float(result[by]))
