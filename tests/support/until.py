"""Waiting for something that happens in another thread."""

import time
from collections.abc import Callable


def until(holds: Callable[[], bool], *, seconds: float = 10.0) -> None:
    """A sandbox that answers too late still notes the request: let it, or the next test would find it."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)
