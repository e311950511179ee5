"""The index that words are looked for by. PostgreSQL alone has one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import connection

from accounts.models import User
from library.models import Album
from library.search import Sorting, TrackSearch, find_saves, in_order
from library.search_index import NAME, make_search_index
from tests.support.songs import person

SAVES = 50_000
MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_another_database_goes_without() -> None:
    assert not make_search_index(SimpleNamespace(vendor="sqlite"))


@pytest.fixture
def large_library(db) -> User:
    """A person with a library of 50,000, with a word that every second track has, and one that eleven have."""
    ada, album = person(), Album.objects.create(key="album")
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH tracks AS ("
            " INSERT INTO library_track (key, owner, uri, name, album_id, artist_line, isrc, is_local, search_text, fingerprint)"
            " SELECT 't' || n, 0, '', 't' || n, %s, '', '', FALSE,"
            " md5(n::text) || CASE WHEN n %% 2 = 0 THEN ' common' ELSE '' END"
            " || CASE WHEN n %% 5000 = 0 THEN ' unusual' ELSE '' END, ''"
            " FROM generate_series(0, %s) n RETURNING id)"
            " INSERT INTO library_savedtrack"
            " (user_id, track_id, added_at, ordinal, link_number, position, missing, noticed_at, former_keys)"
            " SELECT %s, id, %s, 0, 0, id, '', %s, '[]' FROM tracks",
            [album.pk, SAVES, ada.pk, MONDAY, MONDAY],
        )
        # As the database does by itself, after a while.
        cursor.execute("SELECT gin_clean_pending_list(%s)", [NAME])
        cursor.execute("ANALYZE library_track, library_savedtrack")
    return ada


def plan(user: User, text: str) -> str:
    """How the database finds a page of saves."""
    saves = find_saves(user, TrackSearch(text))
    return in_order(saves, Sorting())[:51].explain()


@pytest.fixture
def no_index(db) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {NAME}")
        cursor.execute("DROP EXTENSION pg_trgm")
    yield


@pytest.mark.slow
@pytest.mark.services
def test_a_search_in_a_library_of_50000_goes_by_the_index(large_library) -> None:
    saves = find_saves(large_library, TrackSearch("unusual"))
    assert NAME in plan(large_library, "unusual")
    assert saves.count() == 11


@pytest.mark.services
@pytest.mark.django_db
def test_it_is_made_where_it_is_missing_and_left_alone_where_it_is_not(no_index) -> None:
    assert make_search_index(connection)
    assert make_search_index(connection)


@pytest.mark.services
@pytest.mark.django_db
def test_a_role_that_may_not_install_extensions_goes_without_and_the_log_says_why(no_index, caplog) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE may_do_little")
        cursor.execute("SET LOCAL ROLE may_do_little")
    assert not make_search_index(connection)
    (record,) = caplog.records
    assert "permission denied" in record.getMessage()
