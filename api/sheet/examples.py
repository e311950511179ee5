"""Examples of what goes into the sheet."""

from __future__ import annotations

from typing import Any

from api.examples import Example
from api.syncs.examples import QUEUED

SHEET: dict[str, Any] = {
    "title": "My music",
    "url": "https://docs.google.com/spreadsheets/d/1AbC/edit",
    "method": "created",
    "linked_at": "2026-11-08T18:04:00Z",
    "is_in_bin": False,
    "columns": ["artist", "track", "album", "added", "link"],
    "scope": "recent",
    "recent_count": 50,
    "keep_removed": False,
    "mode": "merge",
    "time_zone": "Europe/Berlin",
    "written_at": "2026-11-28T08:04:33Z",
    "rows": 50,
    "problem": None,
}

EXAMPLES = {
    "get_sheet": Example(answer=SHEET),
    "update_sheet": Example(
        body={"scope": "all"}, status=202, answer={"sheet": SHEET | {"scope": "all"}, "sync": QUEUED}
    ),
}
