"""Databases for the measurements: migrated once, copied for each, dropped at the end."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

NAME = f"bench_{os.getpid()}"


class Databases(Protocol):
    version: str

    def fresh(self) -> str:
        """The URL of an empty, migrated database; the one before it is dropped."""


@contextmanager
def databases(url: str, folder: Path, environment: Mapping[str, str]) -> Iterator[Databases]:
    """On the PostgreSQL server of `url`, whose own database stays as it is; SQLite files in `folder` without one."""
    if not url:
        yield SQLite(folder, environment)
        return
    made = PostgreSQL(url, environment)
    try:
        yield made
    finally:
        made.drop()


class SQLite:
    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._template = folder / "template.sqlite3"
        self._file = folder / "bench.sqlite3"
        self.version = f"SQLite {sqlite3.sqlite_version}, a file, WAL"
        migrate(f"sqlite:///{self._template}", environment)

    def fresh(self) -> str:
        for leftover in self._file.parent.glob(f"{self._file.name}*"):
            leftover.unlink()
        with sqlite3.connect(self._template) as template:
            template.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(self._template, self._file)
        return f"sqlite:///{self._file}"


class PostgreSQL:
    def __init__(self, url: str, environment: Mapping[str, str]) -> None:
        self._server = urlsplit(url)
        self._template = f"{NAME}_template"
        self._do("CREATE DATABASE {}", self._template)
        try:
            migrate(self._url(self._template), environment)
            with psycopg.connect(self._url("postgres")) as connection:
                number = connection.info.server_version
        except BaseException:
            self.drop()
            raise
        self.version = f"PostgreSQL {number // 10_000}.{number % 10_000}, on this machine"

    def fresh(self) -> str:
        self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", NAME)
        self._do("CREATE DATABASE {} TEMPLATE {}", NAME, self._template)
        return self._url(NAME)

    def drop(self) -> None:
        for name in (NAME, self._template):
            self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _url(self, name: str) -> str:
        return self._server._replace(path=f"/{name}").geturl()

    def _do(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def migrate(url: str, environment: Mapping[str, str]) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, env={**environment, "DATABASE_URL": url}, check=True)
