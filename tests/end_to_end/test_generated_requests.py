"""Thousands of requests that schemathesis makes of the API's document, against the running site on PostgreSQL."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from accounts.api_tokens import make_token
from accounts.models import ApiToken
from sandbox.testing.fixtures import RunningSandbox
from spotistats.embedded import EmbeddedWorker
from tests.support.cast import link_sheet, sign_in

CONFIG = Path(__file__).with_name("schemathesis.toml")


@pytest.fixture
def site(sandbox: RunningSandbox, settings, transactional_db) -> Iterator[str]:
    worker = EmbeddedWorker(beat=False)
    server = LiveServer("127.0.0.1")
    settings.SITE_URL = server.url
    settings.API_READS_PER_MINUTE = settings.API_TRIGGERS_PER_MINUTE = settings.SYNC_CLICKS_PER_HOUR = 1_000_000
    settings.SMART_PREVIEWS_PER_MINUTE = 1_000_000
    worker.start()
    yield server.url
    worker.stop()
    server.stop()


def test_no_generated_request_is_answered_otherwise_than_the_document_says(site: str, sandbox, tmp_path) -> None:
    ada = sign_in(sandbox.world, "ada")
    link_sheet(sandbox.world, ada)
    _, token = make_token(ada, name="test", scopes=ApiToken.Scope)
    done = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"),
            "--config-file",
            CONFIG,
            "run",
            f"{site}/api/v1/openapi.json",
            "--report-json-path",
            tmp_path / "report.json",
        ],
        env=os.environ | {"API_TOKEN": token, "SCHEMATHESIS_CACHE": "0"},
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    print(done.stdout[-30000:], done.stderr[-3000:])
    print((tmp_path / "report.json").read_text()[:6000])
    assert done.returncode == 0
