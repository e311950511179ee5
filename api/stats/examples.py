"""Examples of statistics: a library of a few tracks in two months."""

from __future__ import annotations

from typing import Any

from api.examples import Example

SINCE_OCTOBER = {"first": "2026-10-01", "last": "2026-11-30"}


def _share(genre: str, tracks: int, share: float) -> dict[str, Any]:
    return {"genre": genre, "tracks": tracks, "share": share}


def _mean(value: float | None, tracks: int) -> dict[str, Any]:
    return {"value": value, "tracks": tracks}


EXAMPLES = {
    "get_traffic": Example(
        parameters=SINCE_OCTOBER,
        answer=[
            {"month": "2026-10-01", "saved": 1, "removed": 0},
            {"month": "2026-11-01", "saved": 2, "removed": 1},
        ],
    ),
    "get_genres": Example(
        parameters=SINCE_OCTOBER | {"top": 1},
        answer=[
            {
                "month": "2026-11-01",
                "tracks": 3,
                "unknown": 1,
                "top": [_share("jazz", 1, 0.5)],
                "rest": _share("", 1, 0.5),
            }
        ],
    ),
    "get_features": Example(
        parameters=SINCE_OCTOBER,
        answer=[
            {
                "month": "2026-10-01",
                "tracks": 2,
                "means": {
                    "tempo": _mean(110.0, 2),
                    "energy": _mean(0.61, 2),
                    "danceability": _mean(0.55, 2),
                    "acousticness": _mean(0.12, 2),
                    "valence": _mean(None, 0),
                },
            }
        ],
    ),
    "get_top_artists": Example(
        parameters=SINCE_OCTOBER | {"count": 1},
        answer=[{"name": "Nils Frahm", "tracks": 12, "spotify_id": "5gqhueRUZEa7VDnQt4HODp"}],
    ),
    "get_top_albums": Example(
        parameters=SINCE_OCTOBER | {"count": 1},
        answer=[{"name": "Spaces", "tracks": 5, "spotify_id": "5fM0zbF1vVMeQi33MxJFyr"}],
    ),
    "get_decades": Example(
        parameters=SINCE_OCTOBER,
        answer=[{"first_year": 1990, "tracks": 2}, {"first_year": None, "tracks": 1}],
    ),
    "get_first_of_genres": Example(parameters=SINCE_OCTOBER, answer=[{"genre": "jazz", "day": "2026-10-05"}]),
    "get_time_to_first_genre": Example(
        parameters=SINCE_OCTOBER,
        answer={"known": 2, "waiting": 1, "mean_seconds": 14400.0, "longest_seconds": 93600.0},
    ),
}
