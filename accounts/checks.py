"""Refuses to start with keys that do not open the stored tokens, instead of failing at each person's next sync."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from accounts.models import Credential
from accounts.problems import KeyDoesNotOpen
from accounts.sealing import unseal
from problems.texts import describe_problem


def require_working_keys() -> None:
    """For the start of web and worker. Raises `ImproperlyConfigured` that says what to do."""
    if message := _error("default"):
        raise ImproperlyConfigured(message)


def check_keys(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """The same as a system check: run by `migrate` and `check --database default`."""
    messages = [_error(alias) for alias in databases or ()]
    return [
        Error(
            message,
            hint="Nothing is lost while the old key exists: do not make people sign in again.",
            id="accounts.E001",
        )
        for message in messages
        if message
    ]


def _error(alias: str) -> str:
    connection = connections[alias]
    if Credential._meta.db_table not in connection.introspection.table_names():
        return ""  # before the first migration there is nothing to open
    if not settings.ENCRYPTION_KEYS:
        return ""  # a process that is trusted with no key opens nothing
    # Each token is opened: keys are changed while the site runs, so that rows under several keys are normal.
    sealed = Credential.objects.using(alias).values_list("access_sealed", "refresh_sealed")
    unopened = sum(not _opens(access, refresh) for access, refresh in sealed.iterator())
    if not unopened:
        return ""
    return f"ENCRYPTION_KEYS does not open the tokens of {unopened} stored connections. " + describe_problem(
        KeyDoesNotOpen()
    )


def _opens(*sealed: str) -> bool:
    try:
        for text in sealed:
            if text:
                unseal(text)
    except KeyDoesNotOpen:
        return False
    return True
