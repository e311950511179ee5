"""Whose work the lines of the log are about: the primary keys of the person and the run, for as long as it lasts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

_ids: ContextVar[Mapping[str, int]] = ContextVar("log_ids", default=MappingProxyType({}))


@contextmanager
def log_context(**ids: int) -> Iterator[None]:
    """Gives every line that is logged within these ids (`person`, `run`) and no others."""
    token = _ids.set(ids)
    try:
        yield
    finally:
        _ids.reset(token)


def add_to_log_context(**ids: int) -> None:
    """Adds these ids to every line that is logged until the surrounding `log_context` ends, that of the request."""
    _ids.set({**_ids.get(), **ids})


def logged_ids() -> Mapping[str, int]:
    """Returns the ids of the work that is under way in this thread."""
    return _ids.get()
