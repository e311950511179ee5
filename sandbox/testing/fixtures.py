"""Pytest fixtures that run the sandbox. A `conftest.py` imports the ones its tests need.

None of them needs Django, so that the sandbox's own tests and a product's tests can both use them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pytest
import requests
from google.auth.crypt import RSASigner

from sandbox import environment
from sandbox.server import RunningServer, start
from sandbox.world import World


@dataclass(frozen=True, slots=True)
class RunningSandbox:
    """A sandbox served by a thread of the test process. Tests read and change `world` directly."""

    server: RunningServer
    world: World

    @property
    def url(self) -> str:
        return self.server.url


@pytest.fixture(scope="session")
def sandbox_server() -> Iterator[RunningSandbox]:
    """Starts one sandbox for the whole test process.

    The fixture that uses it resets the world for each test.
    """
    world = World()
    with start(world) as server:
        yield RunningSandbox(server, world)


@pytest.fixture(scope="session", autouse=True)
def service_account_key_parsed_once() -> Iterator[None]:
    """Caches the RSA keys that google-auth parses: a parse takes longer than the rest of a small test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RSASigner, "from_string", staticmethod(lru_cache(RSASigner.from_string)))
        yield


@pytest.fixture(scope="session", autouse=True)
def proxy_environment_ignored() -> Iterator[None]:
    """Keeps requests from searching the environment for a proxy at every request to this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(requests.sessions, "get_environ_proxies", lambda url, no_proxy=None: {})
        yield


def vendor_settings(sandbox: RunningSandbox) -> dict[str, object]:
    """Returns the settings that point a product at this sandbox, with the service account's key as a dict."""
    settings = environment.settings(sandbox.world, sandbox.url)
    return settings | {"GOOGLE_SERVICE_ACCOUNT": environment.service_account(sandbox.world, sandbox.url)}
