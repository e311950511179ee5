"""Thousands of requests that schemathesis makes of the API's document, against the running site on PostgreSQL.

It checks that each answer is one of those that the document names, with its headers and its form; that what the document
forbids is refused and what it allows is not; that no token but the right one is let in; and follows the links from answer to
answer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.urls import api

pytestmark = [pytest.mark.services, pytest.mark.generated]

CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
MOST_SECONDS = 240


def test_every_answer_is_as_the_document_says(site: str, token: str, tmp_path, record_property) -> None:
    report = tmp_path / "report.json"
    done = subprocess.run(
        [
            *(SCHEMATHESIS, "--config-file", CONFIGURATION, "run", f"{site}/api/v1/openapi.json"),
            *("--checks", "all", "--report-json-path", report),
        ],
        env=os.environ | {"API_TOKEN": token},
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        timeout=MOST_SECONDS,
    )
    assert done.returncode == 0, done.stdout
    found = json.loads(report.read_text(encoding="utf-8"))
    routes = sum(len(methods) for methods in api.get_openapi_schema()["paths"].values())
    assert found["operations"]["tested"] == routes
    assert {phase: one["status"] for phase, one in found["phases"].items()} == dict.fromkeys(
        ("examples", "coverage", "fuzzing", "stateful"), "success"
    )
    assert found["test_cases"]["generated"] >= 2000
    record_property("points swept by requests of the API", found["test_cases"]["generated"])
