"""Examples of smart sheets: one of fast tracks that are not sad."""

from __future__ import annotations

from typing import Any

from api.examples import Example

FAST: dict[str, Any] = {"on": "tempo", "low": 120.0, "high": None, "negated": False}
NOT_SAD: dict[str, Any] = {"on": "valence", "low": None, "high": 0.3, "negated": True}
RULES: dict[str, Any] = {
    "match": "all",
    "conditions": [FAST, NOT_SAD],
    "sort": {"by": "tempo", "descending": True},
    "limit": 100,
}
RUNNING: dict[str, Any] = {
    "id": 3,
    "name": "Running",
    "rules": RULES,
    "written_at": "2026-11-28T08:04:33Z",
    "rows": 42,
    "is_tab_deleted": False,
}
MADE = RUNNING | {"id": 4, "name": "Fast", "written_at": None, "rows": 0}

EXAMPLES = {
    "list_smart_sheets": Example(answer=[RUNNING]),
    "make_smart_sheet": Example(body={"name": "Fast", "rules": RULES}, status=201, answer=MADE),
    "preview_smart_sheet": Example(
        body={"rules": RULES},
        answer={
            "matching": 42,
            "count": 42,
            "tracks": [
                {
                    "save_id": 52,
                    "track_id": 4711,
                    "name": "Nils Frahm – Says",
                    "added_at": "2026-11-05T12:00:00Z",
                }
            ],
            "coverage": {"tracks": 1203, "with_features": 1100, "with_genres": 980},
        },
    ),
    "get_smart_sheet": Example(parameters={"smart_sheet_id": 3}, answer=RUNNING),
    "update_smart_sheet": Example(
        parameters={"smart_sheet_id": 3},
        body={"name": "Running fast"},
        answer=RUNNING | {"name": "Running fast"},
    ),
    "delete_smart_sheet": Example(parameters={"smart_sheet_id": 3, "tab": "delete"}, status=204),
    "explain_track": Example(
        parameters={"smart_sheet_id": 3, "track_id": 4711},
        answer={
            "name": "Nils Frahm – Says",
            "fits": False,
            "is_in": False,
            "match": "all",
            "conditions": [
                {
                    "condition": FAST,
                    "holds": False,
                    "value": 118.5,
                    "missing": "",
                    "condition_text": "Tempo at least 120 BPM",
                    "value_text": "118.5 BPM",
                },
                {
                    "condition": NOT_SAD,
                    "holds": None,
                    "value": None,
                    "missing": "feature_missing",
                    "condition_text": "Valence above 30%",
                    "value_text": "Not known: the source does not measure it for this track",
                },
            ],
        },
    ),
}
