"""Starts and kills Celery's processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock

from tests.support.waiting import wait_for

ROOT = Path(__file__).resolve().parents[3]


class Workers:
    """Workers and beats of one environment, forked by one process that has imported everything."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.fault_injection.servers.processes"],
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._running: set[int] = set()
        self._lock = Lock()

    def start(self, role: str = "worker") -> int:
        assert self._nursery.stdin is not None
        assert self._nursery.stdout is not None
        with self._lock:
            self._nursery.stdin.write(f"{role}\n")
            self._nursery.stdin.flush()
            pid = int(self._nursery.stdout.readline())
            self._running.add(pid)
        return pid

    def kill(self) -> None:
        """SIGKILL to all of them, as from the kernel when memory is short; they are gone on return."""
        with self._lock:
            for pid in self._running:
                with suppress(ProcessLookupError):  # it has ended by itself
                    os.kill(pid, signal.SIGKILL)
            for pid in self._running:
                wait_for(lambda pid=pid: not _lives(pid), every=0.002)
            self._running.clear()

    def close(self) -> None:
        self.kill()
        self._nursery.communicate()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
