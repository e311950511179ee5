"""Examples of webhooks: one that works, and what was sent to it."""

from __future__ import annotations

from typing import Any

from api.examples import Example

URL = "https://hooks.example.com/spotistats"
WEBHOOK: dict[str, Any] = {
    "id": 3,
    "url": URL,
    "events": ["sync.done", "needs_you"],
    "is_on": True,
    "created_at": "2026-11-28T08:00:00Z",
    "failing_since": None,
    "switched_off_at": None,
    "off_reason": "",
}
SENT: dict[str, Any] = {
    "id": 41,
    "message_id": "msg_6f1c0f6de4d44a1bb7b5a1a0f0a8c9d2",
    "event": "sync.done",
    "state": "taken",
    "created_at": "2026-11-28T08:04:33Z",
    "attempts": 1,
    "tried_at": "2026-11-28T08:04:34Z",
    "next_try_at": None,
    "status": 204,
    "failure": "",
    "milliseconds": 182,
    "answers": [{"at": "2026-11-28T08:04:34Z", "status": 204, "failure": "", "milliseconds": 182}],
}
TEST: dict[str, Any] = SENT | {
    "id": 42,
    "event": "test",
    "state": "due",
    "attempts": 0,
    "tried_at": None,
    "next_try_at": "2026-11-28T08:05:00Z",
    "status": None,
    "milliseconds": None,
    "answers": [],
}


def _message(kind: str, **data: Any) -> dict[str, Any]:
    none = {"sync_id": None, "address": None, "problem": None, "held": None}
    return {"type": kind, "timestamp": "2026-11-28T08:04:33.512000+00:00", "data": none | data}


_SYNC = {"sync_id": 17, "address": "https://your.site/api/v1/syncs/17"}
MESSAGES: dict[str, dict[str, Any]] = {
    "sync.done": _message("sync.done", **_SYNC),
    "sync.stopped": _message("sync.stopped", **_SYNC, problem="no_sheet"),
    "needs_you": _message("needs_you", **_SYNC, problem="no_sheet"),
    "removals.held": _message("removals.held", **_SYNC, held=27),
    "test": _message("test"),
}

EXAMPLES = {
    "list_webhooks": Example(answer=[WEBHOOK]),
    "create_webhook": Example(
        body={"url": URL, "events": WEBHOOK["events"]},
        status=201,
        answer={"webhook": WEBHOOK, "secret": "whsec_EtsC1qhU1Y5N3NdbJ8rw6gz1b3lz3f2tQd8nV0h9kXo="},
    ),
    "get_webhook": Example(parameters={"webhook_id": 3}, answer=WEBHOOK),
    "update_webhook": Example(
        parameters={"webhook_id": 3},
        body={"events": ["needs_you"]},
        answer=WEBHOOK | {"events": ["needs_you"]},
    ),
    "delete_webhook": Example(parameters={"webhook_id": 3}, status=204),
    "test_webhook": Example(parameters={"webhook_id": 3}, status=201, answer=TEST),
    "list_deliveries": Example(
        parameters={"webhook_id": 3, "limit": 1}, answer={"items": [SENT], "next": "WzQxXQ"}
    ),
}
