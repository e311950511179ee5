"""Refuses to start with keys that do not open the stored secrets, or that others cannot open.

Otherwise it would fail at each person's next sync, and let no operator in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from accounts.key_rollout import (
    is_first_key_in_use,
    is_first_key_new,
    remember_keys,
    workers_without_first_key,
)
from accounts.problems import KeyDoesNotOpen
from accounts.sealing import opens, sealed_models
from problems.texts import describe_problem


def require_working_keys() -> None:
    """For the start of web and worker. Raises `ImproperlyConfigured` that says what to do."""
    if message := _error("default") or _order_error("default") or _workers_error():
        raise ImproperlyConfigured(message)
    remember_keys()


def check_keys(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """The same as a system check: run by `migrate` and `check --database default`."""
    aliases = databases or ()
    unopened = [message for alias in aliases if (message := _error(alias))]
    unordered = [message for alias in aliases if (message := _order_error(alias))]
    hint = "Nothing is lost while the old key exists: do not make people sign in again."
    return [
        *(Error(message, hint=hint, id="accounts.E001") for message in unopened),
        *(Error(message, id="accounts.E002") for message in unordered),
    ]


def first_key_error() -> str:
    """Returns why nothing may be sealed with the first key yet; "" when it may."""
    return _order_error("default") or _workers_message(workers_without_first_key())


def _order_error(alias: str) -> str:
    if not is_first_key_new(alias):
        return ""
    return (
        "The first of ENCRYPTION_KEYS is new, and processes that run beside this one could not open what it seals. Put"
        " it last, and the one that was first before in front; restart every process; then put it first."
    )


def _workers_error() -> str:
    # Once something is sealed with the key it is too late, and the workers are not asked at every start.
    return "" if is_first_key_in_use() else _workers_message(workers_without_first_key())


def _workers_message(workers: list[str]) -> str:
    if not workers:
        return ""
    return (
        f"These workers run without the first of ENCRYPTION_KEYS, and could not open what it seals: {', '.join(workers)}."
        " Put it last, and the one that was first before in front; restart every process; then put it first."
    )


def _error(alias: str) -> str:
    if not settings.ENCRYPTION_KEYS:
        return ""  # a process that is trusted with no key opens nothing
    tables = connections[alias].introspection.table_names()
    unopened = {
        str(model._meta.verbose_name): sum(
            # Each is opened: keys are changed while the site runs, so that rows under several keys are normal.
            not opens(*sealed)
            for sealed in model._default_manager.using(alias).values_list(*fields).iterator()
        )
        for model, fields in sealed_models()
        if model._meta.db_table in tables  # before its migration there is nothing to open
    }
    if not any(unopened.values()):
        return ""
    counts = ", ".join(f"{count} of the kind {name}" for name, count in unopened.items() if count)
    return f"ENCRYPTION_KEYS does not open what is stored: {counts}. {describe_problem(KeyDoesNotOpen())}"
