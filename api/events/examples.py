"""An example of an event: a track that was saved."""

from __future__ import annotations

from api.examples import Example
from api.tracks.examples import SAVED

EXAMPLES = {
    "list_events": Example(
        parameters={"limit": 10},
        answer={
            "items": [{"event": "saved", "noticed_at": "2026-11-05T12:10:03.482Z", "track": SAVED}],
            "next": "WyIyMDI2LTExLTA1VDEyOjEwOjAzLjQ4MjAwMCswMDowMCIsIDEsIDUyXQ",
            "has_more": False,
        },
    )
}
