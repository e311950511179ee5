"""Examples of whose token it is."""

from __future__ import annotations

from api.examples import Example

EXAMPLES = {
    "get_me": Example(
        answer={
            "name": "Alice",
            "time_zone": "Europe/Berlin",
            "scopes": ["read", "sync"],
            "connections": [
                {
                    "vendor": "spotify",
                    "state": "active",
                    "authorized_at": "2026-11-08T18:02:11Z",
                    "ends_at": "2027-05-08T18:02:11Z",
                    "days_left": 161,
                }
            ],
            "switched_off_webhooks": [
                {
                    "id": 3,
                    "switched_off_at": "2026-11-27T21:14:08Z",
                    "problem_code": "webhook_switched_off",
                }
            ],
            "library": {"saved": 1203, "is_complete": True, "read_at": "2026-11-28T08:04:31Z"},
            "daily_sync": {
                "hour": 9,
                "next_sync_at": "2026-11-29T08:04:00Z",
                "pause": "",
                "problem_code": "",
            },
        }
    )
}
