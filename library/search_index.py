"""The index that words are looked for by: PostgreSQL's trigrams. Without it a search reads all of a person's saves."""

from __future__ import annotations

from logging import getLogger

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

NAME = "tracks_by_search_text"

logger = getLogger(__name__)


def make_search_index(connection: BaseDatabaseWrapper) -> bool:
    """Makes the index after each `migrate`, where it is missing and can be made; returns whether there is one now."""
    # No migration: whether the database has the extension, and lets this role install it, is up to who runs it, and may
    # change. They migrate again then. SQLite has no such index.
    if connection.vendor != "postgresql":
        return False
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s)", [NAME])
            if cursor.fetchone() == (None,):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
                cursor.execute(f"CREATE INDEX {NAME} ON library_track USING gin (search_text gin_trgm_ops)")
    except DatabaseError as refusal:
        logger.warning(
            "searching does without an index: %s (README, Keep it)", str(refusal).partition("\n")[0]
        )
        return False
    return True
