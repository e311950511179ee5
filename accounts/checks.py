"""A key that does not open what is stored is told at start, not at somebody's next sync."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from accounts.models import Credential
from accounts.sealing import KeyDoesNotOpen, unseal
from problems.texts import describe_problem


def keys_open_everything() -> None:
    """For the start of web and worker: raises `ImproperlyConfigured` with what to do."""
    if sentence := _trouble("default"):
        raise ImproperlyConfigured(sentence)


def check_keys(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """The same as a system check: run by `migrate` and `check --database default`."""
    troubles = [_trouble(alias) for alias in databases or ()]
    return [
        Error(
            sentence,
            hint="Nothing is lost while the old key exists: do not make people sign in again.",
            id="accounts.E001",
        )
        for sentence in troubles
        if sentence
    ]


def _trouble(alias: str) -> str:
    connection = connections[alias]
    if Credential._meta.db_table not in connection.introspection.table_names():
        return ""  # before the first migration there is nothing to open
    sealed = Credential.objects.using(alias).values_list("access_sealed", "refresh_sealed")
    shut = sum(not _opens(access, refresh) for access, refresh in sealed.iterator())
    if not shut:
        return ""
    return f"ENCRYPTION_KEYS does not open the tokens of {shut} stored connections. " + describe_problem(
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
