"""Many threads that do the same at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from problems.kinds import TryLater


def taken_at_once(asked: Callable[[], None], threads: int = 20, times: int = 5) -> int:
    """How many of so many requests were allowed."""
    together = Barrier(threads)

    def ask(_: int) -> int:
        together.wait()
        allowed = 0
        for _ in range(times):
            try:
                asked()
            except TryLater:
                continue
            allowed += 1
        return allowed

    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(ask, range(threads)))
