"""Whether a request that failed can have reached anybody."""

from __future__ import annotations

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError


def never_sent(error: requests.RequestException) -> bool:
    """True when no connection was made: refused, no route, no name, no handshake, or no answer to the call."""
    if isinstance(
        error, requests.ConnectTimeout | requests.exceptions.SSLError | requests.exceptions.ProxyError
    ):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
