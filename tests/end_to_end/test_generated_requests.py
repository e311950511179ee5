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
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.servers.basehttp import WSGIRequestHandler
from pytest_django.live_server_helper import LiveServer

from accounts.api_tokens import make_token
from accounts.models import ApiToken
from api.urls import api
from sandbox.testing.fixtures import RunningSandbox
from spotistats.embedded import EmbeddedWorker
from tests.support.cast import link_sheet, sign_in

pytestmark = [pytest.mark.services, pytest.mark.generated]

CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
MOST_SECONDS = 240
PLENTY = 1_000_000
LIMITS = (
    "API_READS_PER_MINUTE",
    "API_TRIGGERS_PER_MINUTE",
    "SYNC_CLICKS_PER_HOUR",
    "SMART_PREVIEWS_PER_MINUTE",
)


@pytest.fixture
def site(sandbox: RunningSandbox, settings, transactional_db, monkeypatch) -> Iterator[str]:
    """The address of a site whose syncs run, and where nothing is used up."""
    for name in LIMITS:
        setattr(settings, name, PLENTY)
    # Headers and body are two packets, and the second would wait for the client to acknowledge the first.
    monkeypatch.setattr(WSGIRequestHandler, "disable_nagle_algorithm", True)
    worker, server = EmbeddedWorker(beat=False), LiveServer("127.0.0.1")
    settings.SITE_URL = server.url
    worker.start()
    yield server.url
    worker.stop()
    server.stop()


def test_every_answer_is_as_the_document_says(site: str, sandbox: RunningSandbox, tmp_path) -> None:
    ada = sign_in(sandbox.world, "ada")
    link_sheet(sandbox.world, ada)
    _, token = make_token(ada, name="test", scopes=ApiToken.Scope)
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
    print(found["test_cases"], found["running_time"])
