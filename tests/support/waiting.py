"""Waiting for what another thread or process does."""

import time
from collections.abc import Callable


def wait_for(what: Callable[[], object], *, seconds: float = 60, every: float = 0.05) -> None:
    """Waits until `what` is true; far longer than it takes, so that only a hang fails."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(every)
