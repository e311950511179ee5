"""Closes the connections that the tests of Google's stand-in share."""

from collections.abc import Iterator

import pytest

from sandbox.tests.google import google_client


@pytest.fixture(scope="session", autouse=True)
def google_client_closed() -> Iterator[None]:
    yield
    google_client.http.close()
