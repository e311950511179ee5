"""A running site with its worker, and somebody with a linked sheet and a token of the API."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import Mock

import pytest
from django.core.servers.basehttp import WSGIRequestHandler
from pytest_django.live_server_helper import LiveServer

from accounts.api_tokens import make_token
from accounts.models import ApiToken
from providers.webhooks import client
from providers.webhooks.addresses import NameUnknown
from sandbox.testing.fixtures import RunningSandbox
from spotistats.embedded import EmbeddedWorker
from tests.support.cast import link_sheet, sign_in

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
    # Webhooks are made for any host: no name leads anywhere, so that no packet leaves the machine.
    monkeypatch.setattr(client, "resolve", Mock(side_effect=NameUnknown))
    worker, server = EmbeddedWorker(beat=False), LiveServer("127.0.0.1")
    settings.SITE_URL = server.url
    worker.start()
    yield server.url
    worker.stop()
    server.stop()


@pytest.fixture
def token(sandbox: RunningSandbox, site: str) -> str:
    """May do everything that Ada may."""
    ada = sign_in(sandbox.world, "ada")
    link_sheet(sandbox.world, ada)
    return make_token(ada, name="test", scopes=ApiToken.Scope)[1]
