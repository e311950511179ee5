"""What this process uses."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True)
class Meter:
    """Seconds since it was made or `restart`ed: on the clock, and of this process's threads on a core.

    `beside` returns the CPU of another process that works for this one, which is counted as well.
    """

    beside: Callable[[], float] | None = None
    _clock: float = 0.0
    _cpu: float = 0.0

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self._clock, self._cpu = time.perf_counter(), self._used()

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._clock

    @property
    def cpu(self) -> float:
        return self._used() - self._cpu

    def _used(self) -> float:
        return time.process_time() + (self.beside() if self.beside else 0)


def peak_memory() -> float:
    """Megabytes (10^6 bytes) that this process held at most so far."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
