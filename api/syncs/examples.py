"""Examples of syncs: one that begins, and one that has ended."""

from __future__ import annotations

from typing import Any

from api.examples import Example

QUEUED: dict[str, Any] = {
    "id": 17,
    "state": "queued",
    "trigger": "api",
    "created_at": "2026-11-28T08:04:29Z",
    "started_at": None,
    "finished_at": None,
    "resume_at": None,
    "progress": {"phase": "", "done": 0, "total": 0},
    "problem": None,
    "receipt": {
        "spotify_total": None,
        "database": None,
        "added": None,
        "removed": None,
        "changed": None,
        "saved_again": None,
        "unconfirmed": 0,
        "held": 0,
        "kept_missing": 0,
        "came_to_rest": True,
        "came": [],
        "came_more": 0,
        "went": [],
        "went_more": 0,
        "read_kind": "",
        "newest_read_at": "",
        "oddities": [],
        "seconds": {},
        "requests": None,
        "sheet": None,
    },
}
DONE: dict[str, Any] = QUEUED | {
    "state": "done",
    "started_at": "2026-11-28T08:04:30Z",
    "finished_at": "2026-11-28T08:04:33Z",
    "receipt": QUEUED["receipt"]
    | {
        "spotify_total": 1203,
        "database": 1203,
        "added": 1,
        "removed": 0,
        "changed": 0,
        "saved_again": 0,
        "came": ["Nils Frahm – Says"],
        "read_kind": "newest",
        "seconds": {"read": 0.8, "write": 1.4},
        "requests": {"spotify": 1, "google_reads": 1, "google_writes": 1},
    },
}

EXAMPLES = {
    "start_sync": Example(parameters={"Idempotency-Key": "6d1c7cf0"}, status=202, answer=QUEUED),
    "list_syncs": Example(parameters={"limit": 1}, answer={"items": [DONE], "next": "WzE3XQ"}),
    "get_sync": Example(parameters={"sync_id": 17, "wait": 30}, answer=DONE),
}
