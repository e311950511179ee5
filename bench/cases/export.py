"""A library of 100,000 as a CSV file by API, beside PostgreSQL's own COPY of the same rows."""

from __future__ import annotations

from multiprocessing import get_context
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.api_tokens import make_token
from accounts.models import ApiToken, User
from bench.library_rows import stock
from bench.meter import Meter, peak_memory
from bench.vendors import Vendors

SAVED = 100_000
# The same columns in the same order.
COPY = """
COPY (
    SELECT saves.id, tracks.id, tracks.spotify_id, 'https://open.spotify.com/track/' || tracks.spotify_id, tracks.name,
        by.names, albums.name, tracks.isrc, tracks.duration_ms, tracks.explicit, albums.release_date, saves.added_at,
        saves.removed_at, play.genres, play.sources, features.tempo, features.energy, features.danceability,
        features.acousticness, features.valence, features.source
    FROM library_savedtrack saves
    JOIN library_track tracks ON tracks.id = saves.track_id
    JOIN library_album albums ON albums.id = tracks.album_id
    LEFT JOIN library_features features ON features.track_id = tracks.id
    LEFT JOIN (
        SELECT track_id, string_agg(artists.name, ', ' ORDER BY place) AS names
        FROM library_trackartist JOIN library_artist artists ON artists.id = artist_id GROUP BY track_id
    ) by ON by.track_id = tracks.id
    LEFT JOIN (
        SELECT track_id, string_agg(name, ', ' ORDER BY weight DESC, name) AS genres, max(source) AS sources
        FROM (
            SELECT track_id, genres.name, max(weight) AS weight, max(source) AS source
            FROM library_trackartist credits
            JOIN library_artistgenre links ON links.artist_id = credits.artist_id
            JOIN library_genre genres ON genres.id = links.genre_id
            LEFT JOIN library_artistknowledge known ON known.artist_id = credits.artist_id
            GROUP BY track_id, genres.name
        ) each GROUP BY track_id
    ) play ON play.track_id = tracks.id
    WHERE saves.user_id = {user} AND saves.removed_at IS NULL
    ORDER BY saves.added_at DESC, saves.id DESC
) TO STDOUT WITH (FORMAT csv, HEADER)
"""


def measure(vendors: Vendors) -> dict[str, Any]:
    # In a process of its own: what it takes to make the rows would hide what it takes to export them.
    filling = get_context("fork").Process(target=stock, kwargs={"people": 1, "saved": SAVED})
    filling.start()
    filling.join()
    user = User.objects.get()
    _, token = make_token(user, name="bench", scopes=[ApiToken.Scope.READ])
    client = Client(headers={"Authorization": f"Bearer {token}", "Host": settings.ALLOWED_HOSTS[0]})
    few, _ = _export(client, "?saved_from=2026-10-25")
    idle = peak_memory()
    meter = Meter()
    rows, size = _export(client)
    seconds, cpu, peak = meter.seconds, meter.cpu, peak_memory()
    if not 0 < few < rows == SAVED:
        raise RuntimeError(f"the whole library is to be exported, not {rows} saves, and {few} before")
    result = {"rows": rows, "bytes": size, "seconds": seconds, "cpu": cpu}
    return result | {"idle_mb": idle, "more_mb": peak - idle, "copy_seconds": _copy(user)}


def _export(client: Client, query: str = "") -> tuple[int, int]:
    """Returns how many rows and bytes came."""
    response = client.get(f"/api/v1/tracks.csv{query}", secure=True)
    rows, size = -1, 0  # the header is none
    for part in response:
        rows, size = rows + part.count(b"\r\n"), size + len(part)
    return rows, size


def _copy(user: User) -> float | None:
    """Returns the seconds that COPY takes; None for SQLite, which has none."""
    if connection.vendor != "postgresql":
        return None
    meter = Meter()
    with connection.cursor() as cursor, cursor.copy(COPY.format(user=user.pk)) as parts:
        for _ in parts:
            pass
    return meter.seconds
