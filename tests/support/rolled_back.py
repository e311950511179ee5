"""What a request changes, undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undoes all that was stored inside, in a test that is a transaction itself.

    A savepoint and no transaction of its own: views that tell Google what they have stored refuse to run inside of one.
    """
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.set_rollback(False)
        transaction.savepoint_rollback(point)
