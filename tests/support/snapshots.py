"""Set-ups that are made once a process: later tests get the database, the sandbox and the clock as they were left."""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable, Hashable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

import time_machine
from django.conf import UserSettingsHolder, settings
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection, transaction
from limits.storage import MemoryStorage

from providers.rate_limits import limiter
from sandbox.google.cells import EMPTY
from sandbox.google.rows_and_columns import BLANK, PLAIN
from sandbox.spotify.tracks import Track
from sandbox.world import World

if TYPE_CHECKING:
    from redis import Redis

Made = TypeVar("Made")
Rows = dict[str, list[tuple[Any, ...]] | str]
"""By table: tuples with SQLite, JSON with PostgreSQL."""
RedisKey = tuple[bytes, int, bytes]
"""A key, the milliseconds that are left to it or 0, and its value as Redis dumps it."""

NOT_OF_TESTS = {"django_migrations", "django_content_type", "auth_permission"}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`rows` are those of the tables that the set-up changed; `memory` is what `dump` returned."""

    taken_at: datetime
    rows: Rows
    sequences: list[tuple[str, int]]
    keys: list[RedisKey]
    memory: bytes
    tracks: dict[str, Track]


class Snapshots:
    """The snapshots of a process, of which each test gets copies."""

    def __init__(self) -> None:
        self._taken: dict[Hashable, Snapshot] = {}

    def made(self, world: World, until: ExitStack, make: Callable[..., Made], **choice: Hashable) -> Made:
        """Returns what `make(world, **choice)` does, and leaves database, sandbox, cache and counted requests as it does.

        It is copied where all of these, and the settings, are as they were before it was made. The clock then goes
        on from the moment when it had been made, until `until` ends: no time in it needs to be moved. Where only one of
        database and cache has a server, or the test has moved a clock that goes on, it is made anew.
        """
        frozen_at = _frozen_time()
        if not (is_in_memory() or is_on_servers()) or (
            frozen_at is None and time_machine.escape_hatch.is_travelling()
        ):
            return make(world, **choice)
        before = read_rows()
        key = (make.__module__, make.__qualname__, *choice.items(), frozen_at, _digest(world, before))
        if snapshot := self._taken.get(key):
            if frozen_at is None:
                until.enter_context(time_machine.travel(snapshot.taken_at))
            _write_rows(snapshot)
            _write_keys(snapshot.keys)
            return _load(snapshot, world)
        made = make(world, **choice)
        if _frozen_time() == frozen_at:
            self._taken[key] = _take(world, before, made)
        return made


def _frozen_time() -> int | None:
    if not time_machine.escape_hatch.is_travelling():
        return None
    first, second = time.time_ns(), time.time_ns()
    return first if first == second else None


def is_in_memory() -> bool:
    """Returns whether this process alone holds database, cache and counts."""
    return (
        connection.vendor == "sqlite"
        and isinstance(caches["default"], LocMemCache)
        and isinstance(limiter().storage, MemoryStorage)
    )


def is_on_servers() -> bool:
    """Returns whether this process has a PostgreSQL database of its own, and a Redis database with cache and counts."""
    return connection.vendor == "postgresql" and bool(settings.REDIS_URL)


def _digest(world: World, rows: Rows) -> bytes:
    memory, _ = _dump(world, None)
    holder, overridden = settings._wrapped, []
    while isinstance(holder, UserSettingsHolder):
        overridden.append({name: value for name, value in vars(holder).items() if name != "default_settings"})
        holder = holder.default_settings
    keys = [(key, value) for key, _, value in _read_keys()]
    return blake2b(memory + repr((rows, keys, overridden)).encode()).digest()


def _take(world: World, before: Rows, made: Any) -> Snapshot:
    changed = {table: rows for table, rows in read_rows().items() if rows != before[table]}
    return Snapshot(datetime.now(UTC), changed, _read_sequences(), _read_keys(), *_dump(world, made))


# The database


@cache
def _selects() -> dict[str, str]:
    """Returns a query for each table. With SQLite, the + keeps the values from being converted by the type of their column."""
    quote, selects = connection.ops.quote_name, {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            if table in NOT_OF_TESTS:
                continue
            if connection.vendor == "postgresql":
                selects[table] = f"SELECT json_agg(one)::text FROM {quote(table)} AS one"
                continue
            columns = connection.introspection.get_table_description(cursor, table)
            names = ", ".join(f"+{quote(column.name)}" for column in columns)
            selects[table] = f"SELECT {names} FROM {quote(table)}"
    return selects


def read_rows() -> Rows:
    """Returns all rows that a test may have made, by table, as the database stores them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return {table: cursor.execute(select).fetchall() for table, select in _selects().items()}
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{table}', ({select})" for table, select in _selects().items())
        )
        return {table: rows or "" for table, rows in cursor.fetchall()}


def _read_sequences() -> list[tuple[str, int]]:
    """Returns none with PostgreSQL: no test sets them back, so that they are past all rows of any snapshot."""
    if connection.vendor == "postgresql":
        return []
    with connection.cursor() as cursor:
        return cursor.execute("SELECT name, seq FROM sqlite_sequence").fetchall()


def _write_rows(snapshot: Snapshot) -> None:
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        tables = [*snapshot.rows.items()]
        if connection.vendor == "sqlite":
            tables.append(("sqlite_sequence", snapshot.sequences))
        for table, rows in tables:
            cursor.execute(f"DELETE FROM {quote(table)}")
            if isinstance(rows, str) and rows:
                filled = f"json_populate_recordset(NULL::{quote(table)}, %s::json)"
                cursor.execute(f"INSERT INTO {quote(table)} SELECT * FROM {filled}", [rows])
            elif rows:
                columns = "(name, seq) " if table == "sqlite_sequence" else ""
                places = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f"INSERT INTO {quote(table)} {columns}VALUES ({places})", rows)


# Redis


@cache
def _redis(url: str) -> Redis:
    from redis import Redis  # not where there is none: see `redis_errors`

    return Redis.from_url(url)


def _read_keys() -> list[RedisKey]:
    """Returns all keys of this process's Redis database: cache, counts and queue. None without Redis."""
    if not settings.REDIS_URL:
        return []
    redis = _redis(settings.REDIS_URL)
    read = []
    for key in sorted(redis.scan_iter(count=1000)):
        left, value = redis.pttl(key), redis.dump(key)
        if value is not None:  # it may have ended meanwhile
            read.append((key, max(left, 0), value))
    return read


def _write_keys(keys: list[RedisKey]) -> None:
    if settings.REDIS_URL:
        with _redis(settings.REDIS_URL).pipeline() as redis:
            redis.flushdb()
            for key, left, value in keys:
                redis.restore(key, left, value)
            redis.execute()


# The memory of the process


def _parts(world: World) -> dict[str, Any]:
    """Returns the objects that stay, because a fixture may have one: their attributes are set."""
    return {"world": world, "spotify": world.spotify, "google": world.google, "enrichment": world.enrichment}


# The sandbox tells blank cells and rows by their identity.
CONSTANTS = {"EMPTY": EMPTY, "PLAIN": PLAIN, "BLANK": BLANK}


class _Pickler(pickle.Pickler):
    """Copies everything but the objects that stay and the dataset's tracks."""

    def __init__(self, file: BytesIO, world: World) -> None:
        super().__init__(file, protocol=5)
        self._names = {id(kept): name for name, kept in (_parts(world) | CONSTANTS).items()}
        self.tracks: dict[str, Track] = {}

    def persistent_id(self, it: Any) -> str | tuple[str] | None:
        if type(it) is Track and self.tracks.setdefault(it.id, it) is it:
            return (it.id,)
        return self._names.get(id(it))

    def reducer_override(self, it: Any) -> Any:
        return (Lock, ()) if type(it) is type(Lock()) else NotImplemented


class _Unpickler(pickle.Unpickler):
    def __init__(self, snapshot: Snapshot, world: World) -> None:
        super().__init__(BytesIO(snapshot.memory))
        self._kept = _parts(world) | CONSTANTS
        self._tracks = snapshot.tracks

    def persistent_load(self, pid: str | tuple[str]) -> Any:
        return self._kept[pid] if isinstance(pid, str) else self._tracks[pid[0]]


def _state(world: World) -> dict[str, dict[str, Any]]:
    """Returns the dictionaries that hold the state outside database and Redis; some are copies without what stays."""
    own = {name: value for name, value in vars(world).items() if name not in {"lock", *_parts(world)}}
    parts = {name: vars(part) for name, part in _parts(world).items() if part is not world}
    if settings.REDIS_URL:
        return parts | {"world": own}
    store = limiter().storage
    cached = {"cache": caches["default"]._cache, "cache_ends": caches["default"]._expire_info}
    counted = {"counts": store.storage, "count_ends": store.expirations, "requests": store.events}
    return parts | cached | counted | {"world": own}


def _dump(world: World, made: Any) -> tuple[bytes, dict[str, Track]]:
    with world.lock:
        file = BytesIO()
        pickler = _Pickler(file, world)
        pickler.dump((_state(world), made))
        return file.getvalue(), pickler.tracks


def _load(snapshot: Snapshot, world: World) -> Any:
    state, made = _Unpickler(snapshot, world).load()
    with world.lock:
        vars(world).update(state.pop("world"))
        for name, live in _state(world).items():
            if name in state:
                live.clear()
                live.update(state[name])
    return made
