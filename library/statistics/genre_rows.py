"""Saves by the genres of their tracks, as SQL: each save stands once under every genre that an artist of its plays."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from library.models import ArtistGenre, Genre, SavedTrack, TrackArtist

_CREDITS, _LINKS = TrackArtist._meta.db_table, ArtistGenre._meta.db_table


def by_genre(saves: QuerySet[SavedTrack], *aggregates: str) -> list[tuple[Any, ...]]:
    """Returns the name of each genre, and what SQL makes of its saves: of `saves.track_id` and `saves.added_at`.

    A track whose artists share a genre stands under it once for each of them. One query.
    """
    values = [f"{one} AS value_{number}" for number, one in enumerate(aggregates)]
    return _with_names(
        saves,
        f"""
        SELECT links.genre_id, {", ".join(values)}
        FROM ({{saves}}) AS saves
        JOIN {_CREDITS} AS credits ON credits.track_id = saves.track_id
        JOIN {_LINKS} AS links ON links.artist_id = credits.artist_id
        GROUP BY links.genre_id
        """,  # noqa: S608 - names and aggregates of ours
        len(values),
    )


def first_saves_by_genre(saves: QuerySet[SavedTrack]) -> list[tuple[str, Any]]:
    """Returns the name of each genre and the moment at which a track of it was saved first. One query."""
    # By artist first, who are fewer than the credits, and have several genres each: half as long as `by_genre`.
    return _with_names(
        saves,
        f"""
        SELECT links.genre_id, MIN(artists.first) AS value_0
        FROM (
            SELECT credits.artist_id, MIN(saves.added_at) AS first
            FROM ({{saves}}) AS saves JOIN {_CREDITS} AS credits ON credits.track_id = saves.track_id
            GROUP BY credits.artist_id
        ) AS artists
        JOIN {_LINKS} AS links ON links.artist_id = artists.artist_id
        GROUP BY links.genre_id
        """,  # noqa: S608 - names of ours
        1,
    )


def moment(value: Any) -> datetime:
    """Returns a moment of the answer: SQLite writes it as text, in UTC, and raw SQL does not convert."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value).replace(tzinfo=UTC)


def _with_names(saves: QuerySet[SavedTrack], grouped: str, count: int) -> list[tuple[Any, ...]]:
    # The ORM would join the tables of tracks and artists too, of which nothing is asked, and group by names instead of
    # numbers: three times as long.
    sql, params = saves.order_by().values("track_id", "added_at").query.sql_with_params()
    values = ", ".join(f"found.value_{number}" for number in range(count))
    statement = f"""
        SELECT names.name, {values} FROM ({grouped.format(saves=sql)}) AS found
        JOIN {Genre._meta.db_table} AS names ON names.id = found.genre_id
    """  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())
