"""The tables are made by the first process, and copied by the others until a migration changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management.commands import migrate

from tests.support import migrated_database
from tests.support.migrated_database import copy_instead_of_migrating


@pytest.fixture
def migration(tmp_path, monkeypatch, settings) -> Path:
    """The only one; its text is SQL."""
    settings.VAR = tmp_path / "var"
    app = SimpleNamespace(label="songs", path=tmp_path, get_models=list)
    monkeypatch.setattr(migrated_database.apps, "get_app_configs", lambda: [app])
    file = tmp_path / "migrations" / "0001_initial.py"
    file.parent.mkdir()
    file.write_text("CREATE TABLE songs AS SELECT 'first' AS made_by")
    return file


@pytest.fixture
def migrated(migration) -> Callable[..., str]:
    """migrated("gw1") says which process made the table that this one has in the end."""

    def migrated(name: str, vendor: str = "sqlite") -> str:
        with closing(sqlite3.connect(":memory:")) as database, pytest.MonkeyPatch.context() as process:

            def handle(_: migrate.Command) -> None:
                database.execute(migration.read_text())
                database.execute("UPDATE songs SET made_by = ?", [name])
                database.commit()

            current = SimpleNamespace(vendor=vendor, connection=database, ensure_connection=lambda: None)
            process.setattr(migrated_database, "connection", current)
            process.setattr(migrate.Command, "handle", handle)
            with pytest.MonkeyPatch.context() as patch:
                copy_instead_of_migrating(patch)
                migrate.Command().handle()
                assert migrate.Command.handle is handle, "a test that migrates, migrates"
            (answer,) = database.execute("SELECT made_by FROM songs").fetchone()
            return answer

    return migrated


def test_the_first_process_migrates_and_the_others_copy(migrated) -> None:
    assert [migrated(name) for name in ("gw0", "gw1", "gw2")] == ["gw0"] * 3


def test_after_another_migration_all_is_made_anew_and_the_old_copy_goes(
    migrated, migration, settings
) -> None:
    migrated("gw0")
    migration.write_text(migration.read_text() + ", 1 AS more")
    assert migrated("gw1") == "gw1"
    assert len(list(settings.VAR.glob("migrated-*"))) == 1


def test_a_copy_that_was_not_finished_is_not_used(migrated, settings, monkeypatch) -> None:
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Path, "replace", interrupted)
        migrated("gw0")
    assert migrated("gw1") == "gw1"
    assert migrated("gw2") == "gw1"


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_server_is_migrated_each_time(migrated) -> None:
    assert [migrated(name, "postgresql") for name in ("gw0", "gw1")] == ["gw0", "gw1"]
