"""Waiting for what another thread or process does."""

import time
from collections.abc import Callable


def wait_for(condition: Callable[[], object], *, seconds: float = 60, every: float = 0.01) -> None:
    """Returns once `condition` is true. Raises `AssertionError` after a minute: only a hang takes so long."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(every)
