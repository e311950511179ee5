"""Examples of saved tracks: one that was saved twice."""

from __future__ import annotations

from typing import Any

from api.examples import Example

SAVED: dict[str, Any] = {
    "save_id": 52,
    "track_id": 4711,
    "spotify_id": "7ouMYWpwJ422jRcDASZB7P",
    "url": "https://open.spotify.com/track/7ouMYWpwJ422jRcDASZB7P",
    "title": "Says",
    "artists": ["Nils Frahm"],
    "album": "Spaces",
    "isrc": "DEBL61302103",
    "duration_ms": 499000,
    "explicit": False,
    "release_date": "2013-11-15",
    "image_url": "https://i.scdn.co/image/ab67616d0000b27355e14d4e3b8d3a1a53bd2f8c",
    "added_at": "2026-11-05T12:00:00Z",
    "removed_at": None,
    "genres": ["ambient", "modern classical"],
    "genre_sources": ["lastfm"],
    "features": {
        "tempo": 118.5,
        "energy": 0.35,
        "danceability": 0.28,
        "acousticness": 0.71,
        "valence": 0.09,
        "source": "reccobeats",
    },
}

EXAMPLES = {
    "list_saved_tracks": Example(
        parameters={
            "genre": "ambient",
            "energy_max": 0.5,
            "saved_from": "2026-01-01",
            "sort": "tempo",
            "limit": 10,
        },
        answer={"items": [SAVED], "next": None},
    ),
    "get_track": Example(
        parameters={"track_id": SAVED["track_id"]},
        answer=SAVED
        | {
            "saves": [
                {
                    "save_id": 31,
                    "added_at": "2025-02-01T18:30:00Z",
                    "removed_at": "2026-03-01T04:10:00Z",
                },
                {"save_id": 52, "added_at": "2026-11-05T12:00:00Z", "removed_at": None},
            ]
        },
    ),
}
