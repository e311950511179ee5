""".ci/run says how long each of its steps took, with stubs for everything that it calls."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / ".ci" / "run"
SERVERS = {"DATABASE_URL": "postgres://127.0.0.1:1/postgres", "REDIS_URL": "redis://127.0.0.1:1/0"}
STEPS = [
    "Tools",
    "Checks",
    "The demo",
    "Tests, embedded",
    "Servers",
    "Tests, on PostgreSQL and Redis",
    "Tests in the browser",
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in (".ci", "bin", ".venv/bin"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(SCRIPT, tmp_path / ".ci")
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    for command in ("make", "chromium", "redis-server", "pg_lsclusters", "psql"):
        stub(tmp_path, command, "exit 0")
    return tmp_path


def stub(project: Path, command: str, script: str) -> None:
    path = project / "bin" / command
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def seconds_printed(project: Path, *, status: int) -> list[str]:
    """Runs the script and returns its table without the numbers."""
    path = f"{project / 'bin'}{os.pathsep}{os.environ['PATH']}"
    run = subprocess.run(
        ["bash", project / ".ci" / "run"],
        env={**os.environ, **SERVERS, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == status, run.stdout + run.stderr
    table = run.stdout.partition("== Seconds\n")[2].splitlines()
    assert all(re.match(r" *\d+  \S", line) for line in table)
    return [line.lstrip(" 0123456789") for line in table]


def test_it_prints_a_line_a_step_and_the_total(project: Path) -> None:
    assert seconds_printed(project, status=0) == [*STEPS, "total"]


def test_it_names_the_step_that_failed(project: Path) -> None:
    stub(project, "make", 'test "$1" != test')
    done, failed = STEPS[:3], f"{STEPS[3]} failed"
    assert seconds_printed(project, status=1) == [*done, failed, "total"]
