"""A real browser on a running site: sandbox, site and worker in this process, Chromium outside of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright
from pytest_django.live_server_helper import LiveServer

from sandbox.testing.fixtures import RunningSandbox
from spotistats.embedded import EmbeddedWorker
from tests.browser.visitor import Visitor

# Playwright's loop runs in the test's thread, where Django would refuse to touch the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

SCREENSHOTS = Path(__file__).resolve().parents[2] / "var" / "screenshots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Keeps what every visitor saw when a test failed."""
    report = yield
    if report.when == "call" and report.failed:
        for visitor in getattr(item, "visitors", []):
            path = visitor.keep_picture(SCREENSHOTS / item.name)
            report.sections.append(("what the browser showed", str(path)))
    return report


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright_driver: Playwright) -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("Chromium is not installed: `apt install chromium` brings the one these tests drive.")
    browser = playwright_driver.chromium.launch(executable_path=path, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def site(sandbox: RunningSandbox, settings, transactional_db) -> Iterator[str]:
    """The address of a site with its worker; Spotify wants 127.0.0.1 there, not localhost."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | {
        "form-action": ["'self'", sandbox.url],
        "img-src": ["'self'", "data:", sandbox.url],
    }
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives}
    worker = EmbeddedWorker(beat=False)
    server = LiveServer("127.0.0.1")
    settings.SITE_URL = server.url
    worker.start()
    yield server.url
    # Each looks only twice a second whether it is to end.
    ending = Thread(target=worker.stop)
    ending.start()
    server.stop()
    ending.join()


@pytest.fixture
def visit(chromium: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visitor]]:
    """Opens a browser window of its own for each person, with cookies of its own."""
    visitors: list[Visitor] = []
    request.node.visitors = visitors

    def enter(name: str, **window: object) -> Visitor:
        visitor = Visitor(name, chromium.new_context(base_url=site, **window))
        visitors.append(visitor)
        return visitor

    yield enter
    for visitor in visitors:
        visitor.context.close()
    complaints = [words for visitor in visitors for words in visitor.complaints]
    assert not complaints, complaints
