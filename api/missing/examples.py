"""Examples of missing tracks: one is held, one is kept."""

from __future__ import annotations

from typing import Any

from api.examples import Example
from api.syncs.examples import QUEUED

HELD: dict[str, Any] = {
    "count": 1,
    "since": "2026-11-27T08:04:31Z",
    "looks_left": 2,
    "items": [
        {
            "save_id": 52,
            "track_id": 4711,
            "name": "Nils Frahm – Says",
            "spotify_id": "2kkvB3RNRzwjFdGhaUA0tz",
            "added_at": "2024-03-09T21:15:00Z",
            "missing_since": "2026-11-27T08:04:31Z",
        }
    ],
    "next": None,
}
GOES: dict[str, Any] = {"count": 1, "sync": QUEUED}

EXAMPLES = {
    "list_missing": Example(parameters={"state": "held", "limit": 10}, answer=HELD),
    "keep_missing": Example(answer={"count": 1, "sync": None}),
    "remove_missing": Example(body={"count": 1}, status=202, answer=GOES),
    "release_missing": Example(body={"count": 1}, status=202, answer=GOES),
}
