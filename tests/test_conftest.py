"""What the test run itself says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_a_test_of_servers_says_what_it_needs_where_there_are_none(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "VAR_DIR": str(tmp_path)}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "tests/spotistats/test_json_cache.py",
    ]
    result = subprocess.run(
        [*command, "-m", "services"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert "This test needs PostgreSQL and Redis: run it with DATABASE_URL=postgres://" in result.stdout
    assert "Traceback" not in result.stdout
