"""Saves by the genres of their tracks, as SQL: each save stands once under every genre that an artist of its plays."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from library.models import ArtistGenre, Genre, SavedTrack, TrackArtist


def by_genre(saves: QuerySet[SavedTrack], *aggregates: str) -> list[tuple[Any, ...]]:
    """Returns the name of each genre, and what SQL makes of its saves: of `saves.track_id` and `saves.added_at`.

    A track whose artists share a genre stands under it once for each of them. One query.
    """
    sql, params = saves.order_by().values("track_id", "added_at").query.sql_with_params()
    # The ORM would join the tables of tracks and artists too, of which nothing is asked, and group by names instead of
    # numbers: three times as long.
    grouped = f"""
        SELECT names.name, {", ".join(f"found.value_{number}" for number in range(len(aggregates)))}
        FROM (
            SELECT links.genre_id, {", ".join(f"{one} AS value_{number}" for number, one in enumerate(aggregates))}
            FROM ({sql}) AS saves
            JOIN {TrackArtist._meta.db_table} AS credits ON credits.track_id = saves.track_id
            JOIN {ArtistGenre._meta.db_table} AS links ON links.artist_id = credits.artist_id
            GROUP BY links.genre_id
        ) AS found
        JOIN {Genre._meta.db_table} AS names ON names.id = found.genre_id
    """  # noqa: S608 - names and aggregates of ours
    with connection.cursor() as cursor:
        cursor.execute(grouped, params)
        return list(cursor.fetchall())


def moment(value: Any) -> datetime:
    """Returns a moment of the answer: SQLite writes it as text, in UTC, and raw SQL does not convert."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value).replace(tzinfo=UTC)
