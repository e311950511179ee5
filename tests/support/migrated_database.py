"""The tables and rows that `migrate` makes: made by one process, and copied by the others and by later runs."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any

import django
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management.commands import migrate
from django.db import connection


def copy_instead_of_migrating(patch: pytest.MonkeyPatch) -> None:
    """Makes the first `migrate` of this process a copy where one is stored; PostgreSQL has no such copy."""
    plain = migrate.Command.handle

    def handle(self: migrate.Command, *args: Any, **options: Any) -> None:
        patch.undo()
        if connection.vendor != "sqlite":
            return plain(self, *args, **options)
        stored = settings.VAR / f"migrated-{_digest()}.sqlite3"
        connection.ensure_connection()
        with _locked(settings.VAR / "migrated.lock"):
            if stored.exists():
                with closing(sqlite3.connect(stored)) as source:
                    source.backup(connection.connection)
            else:
                plain(self, *args, **options)
                _store(stored)

    patch.setattr(migrate.Command, "handle", handle)


def _digest() -> str:
    """Returns what tells apart the databases that `migrate` makes: of models it reads what permissions they have."""
    digest = blake2b(f"{django.VERSION} {sqlite3.sqlite_version}".encode(), digest_size=10)
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label} {file.name} ".encode() + file.read_bytes())
        for model in app.get_models():
            meta = model._meta
            digest.update(
                repr(
                    (meta.label, str(meta.verbose_name_raw), meta.default_permissions, meta.permissions)
                ).encode()
            )
    return digest.hexdigest()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _store(stored: Path) -> None:
    for old in stored.parent.glob("migrated-*"):
        old.unlink()
    unfinished = stored.with_suffix(".part")
    with closing(sqlite3.connect(unfinished)) as target:
        connection.connection.backup(target)
    unfinished.replace(stored)
