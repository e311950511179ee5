"""Whether a request that failed can have reached anybody."""

from __future__ import annotations

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError


def never_sent(error: requests.RequestException) -> bool:
    """True when no connection was made: refused, no route, no name, or nobody took the call.

    An error of TLS counts as sent: it can also come while the answer is read.
    """
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
