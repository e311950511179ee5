"""Which failures are sure to have reached nobody."""

import pytest
import requests
from urllib3.connection import HTTPConnection
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError

from providers.google.connection_errors import never_sent


def refused() -> requests.ConnectionError:
    reason = NewConnectionError(HTTPConnection("x"), "refused")
    return requests.ConnectionError(MaxRetryError(None, "/", reason))


@pytest.mark.parametrize("error", [requests.ConnectTimeout(), requests.exceptions.ProxyError(), refused()])
def test_without_a_connection_nothing_was_sent(error):
    assert never_sent(error)


@pytest.mark.parametrize(
    "error",
    [
        requests.ReadTimeout(),
        requests.exceptions.SSLError(),
        requests.exceptions.ChunkedEncodingError(),
        requests.ConnectionError(ProtocolError("Connection aborted.")),
        requests.ConnectionError(),
    ],
)
def test_with_one_nobody_knows(error):
    assert not never_sent(error)
