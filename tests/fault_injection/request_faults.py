"""What can go wrong with one request, as effects of the sandbox's faults."""

from __future__ import annotations

from typing import Any

from providers.google import client as google
from providers.google import credentials as principals
from providers.spotify import client as spotify
from providers.token_endpoint import client as token_endpoint

# Seconds. The doors give up after the first; the sandbox answers, or does what it was asked for, after the others.
PATIENCE = 0.2
HANG = 0.3
LATE = 0.6

REQUEST_FAULTS: dict[str, dict[str, Any]] = {
    "500": {"status": 500},
    "503 applied": {"status": 503, "applied": True},
    "503 not applied": {"status": 503},
    "429 with Retry-After": {"status": 429, "headers": {"Retry-After": "20"}},
    "429 without Retry-After": {"status": 429},
    "dropped before the effect": {"drop": "before"},
    "dropped after the effect": {"drop": "after"},
    "time-out, never applied": {"hang": HANG, "applied": False},
    "time-out, applied": {"hang": HANG, "applied": True},
    "time-out, applied late": {"hang": LATE, "applied": "late"},
    "cut-off JSON": {"cut": 40},
    "HTML with 200": {"html": True, "status": 200},
    "HTML with 200, applied": {"html": True, "status": 200, "applied": True},
    "HTML with 502": {"html": True, "status": 502},
}


def shorten_timeouts(monkeypatch) -> None:
    """Gives the vendors' clients time-outs of a fraction of a second."""
    for client in (token_endpoint, spotify, google):
        monkeypatch.setattr(client, "TIMEOUT", (PATIENCE, PATIENCE))
    monkeypatch.setattr(principals, "TIMEOUT", PATIENCE)
