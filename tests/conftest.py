"""The cast and the stage: a sandbox a process, reset for each test; every vendor's address points at it."""

from __future__ import annotations

import gc
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.core.management.color import no_style
from django.core.management.commands import flush
from django.core.signals import request_finished
from django.db import close_old_connections, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.http.response import HttpResponseBase
from django.test import Client, TransactionTestCase, override_settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from limits.storage import memory
from whitenoise.middleware import WhiteNoiseMiddleware

from providers.rate_limits import limiter
from sandbox.testing.fixtures import (
    RunningSandbox,
    proxy_environment_ignored,
    sandbox_server,
    service_account_key_parsed_once,
    vendor_settings,
)
from spotistats.json_cache import JSONSerializer
from tests.support.migrated_database import copy_instead_of_migrating
from tests.support.planted import Planted
from tests.support.snapshots import Snapshots

__all__ = ["proxy_environment_ignored", "sandbox_server", "service_account_key_parsed_once"]

# A busy machine is slow, and that is no defect of a test.
ANY_MACHINE = hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.register_profile("full", ANY_MACHINE)
hypothesis_settings.register_profile("fast", ANY_MACHINE, max_examples=25)
hypothesis_settings.load_profile("full")

# PostgreSQL's TRUNCATE makes new files for the tables, for all that refer to them and for their indexes. DELETE looks at all
# references to each row, which takes longer from a few thousand rows on.
MANY_ROWS = 2_000

# The folders in which each test is a sync from Spotify to the sheet, or several of them.
WHOLE_SYNCS = {"end_to_end", "writer"}

# What knows neither a database nor Redis.
PURE = ("sandbox/tests/", "tests/sheets/planner/", "tests/syncer/transform/", "tests/tools/")

VENDORS = (
    "SPOTIFY_ACCOUNTS_URL",
    "SPOTIFY_API_URL",
    "SPOTIFY_IMAGES_URL",
    "GOOGLE_ACCOUNTS_URL",
    "GOOGLE_SHEETS_URL",
    "GOOGLE_DRIVE_URL",
    "RECCOBEATS_URL",
    "MUSICBRAINZ_URL",
    "LISTENBRAINZ_URL",
    "LASTFM_URL",
)


@pytest.fixture(scope="session", autouse=True)
def own_redis() -> Iterator[None]:
    """Each process of the test run has a Redis database of its own, so that their queues do not mix."""
    from django.conf import settings

    if not settings.REDIS_URL:
        yield
        return
    from spotistats.celery import app

    parts = urlsplit(settings.REDIS_URL)
    number = int(parts.path.strip("/") or 0) + 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
    url = parts._replace(path=f"/{number}").geturl()
    caches = {"default": settings.CACHES["default"] | {"LOCATION": url}}
    with override_settings(REDIS_URL=url, CACHES=caches, CELERY_BROKER_URL=url):
        app.conf.broker_url = url
        yield


@pytest.fixture(scope="session", autouse=True)
def files_looked_for_once() -> Iterator[None]:
    """Each test client has a WhiteNoise of its own, which goes through all static files: they stay the same."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def add(self: WhiteNoiseMiddleware) -> None:
        if not found:
            look(self)
            found.update(self.files)
        self.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add)
        yield


@pytest.fixture(scope="session", autouse=True)
def streamed_answers() -> Iterator[list[HttpResponseBase]]:
    """The streamed answers that the clients of a test got: see `streams_closed`."""
    answers: list[HttpResponseBase] = []
    request = Client.request

    def noted(self: Client, **environment: Any) -> HttpResponseBase:
        answer = request(self, **environment)
        if answer.streaming:
            answers.append(answer)
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "request", noted)
        yield answers


@pytest.fixture(autouse=True)
def streams_closed(streamed_answers: list[HttpResponseBase]) -> Iterator[None]:
    """Closes what a test has not read to its end, as a server does: its query would outlive the connection."""
    yield
    # As the client does: the connection is the test's.
    request_finished.disconnect(close_old_connections)
    try:
        while streamed_answers:
            streamed_answers.pop().close()
    finally:
        request_finished.connect(close_old_connections)


@pytest.fixture(scope="session", autouse=True)
def cached_as_in_redis() -> Iterator[None]:
    """The cache of this process refuses what Redis' would: a value that JSON changes."""
    set_value = LocMemCache.set

    def refuse_or_set(self: LocMemCache, key: str, value: object, *args: Any, **options: Any) -> None:
        JSONSerializer().dumps(value)
        set_value(self, key, value, *args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LocMemCache, "set", refuse_or_set)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        copy_instead_of_migrating(patch)
        yield


def all_rows(cursor: CursorWrapper, select: str) -> list[tuple[Any, ...]]:
    cursor.execute(select)
    return cursor.fetchall()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A flush ends as after `migrate`, but empties only tables with rows; what `migrate` has put in stays there."""
    quote = connection.ops.quote_name
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        made = {model: list(model.objects.order_by("pk").values()) for model in (ContentType, Permission)}
        if connection.vendor == "postgresql":
            # Nobody needs these rows after a crash of the server: no commit waits for the disk, in child processes neither.
            database = quote(connection.settings_dict["NAME"])
            cursor.execute(f"ALTER DATABASE {database} SET synchronous_commit = off")
            cursor.execute("SET synchronous_commit = off")
        selects = [f"SELECT * FROM {quote(model._meta.db_table)} ORDER BY id" for model in made]
        rows = [all_rows(cursor, select) for select in selects]
        tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    tables -= {model._meta.db_table for model in made}
    question = " UNION ALL ".join(
        f"SELECT '{table}', COUNT(*) FROM (SELECT 1 FROM {quote(table)} LIMIT {MANY_ROWS}) AS found"
        for table in sorted(tables)
    )

    def empty(*_: Any, **options: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(question)
            sizes = {table: size for table, size in cursor.fetchall() if size}
            if max(sizes.values(), default=0) < MANY_ROWS:
                # References are looked at when the transaction ends: the order does not matter.
                statements = [f"DELETE FROM {quote(table)}" for table in sizes]
            else:
                statements = connection.ops.sql_flush(no_style(), list(sizes), allow_cascade=True)
            for statement in statements:
                cursor.execute(statement)
            if [all_rows(cursor, select) for select in selects] != rows:
                for model, values in made.items():
                    model.objects.all().delete()
                    model.objects.bulk_create(model(**row) for row in values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "handle", empty)
        # Without the command, which takes as long to read its options as to do this.
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield


@pytest.fixture(scope="session", autouse=True)
def closed_doors() -> Iterator[None]:
    """No test reaches a vendor: without the sandbox there is nobody at their addresses."""
    nobody = "http://127.0.0.1:9"
    with override_settings(
        **dict.fromkeys(VENDORS, nobody),
        GOOGLE_TOKEN_URL=f"{nobody}/token",
        GOOGLE_USERINFO_URL=f"{nobody}/userinfo",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


class NeverTimer:
    """A timer whose moment does not come."""

    def __init__(self, seconds: float, act: Callable[[], object]) -> None:
        pass

    def start(self) -> None:
        pass

    def is_alive(self) -> bool:
        return True


@pytest.fixture(scope="session", autouse=True)
def budgets_without_timer() -> Iterator[None]:
    """Counts in memory are tidied up by a thread, which a reset could meet half-way; they are right without it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "threading", SimpleNamespace(RLock=threading.RLock, Timer=NeverTimer))
        yield


@pytest.fixture(autouse=True)
def no_language_left() -> Iterator[None]:
    """A request leaves its language active in the thread, in which the next test's presenters would speak."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def fresh_budgets() -> Iterator[None]:
    """Budgets and blocks are counted outside the database: each test starts with none used."""
    limiter.cache_clear()
    limiter().storage.reset()
    cache.clear()
    yield


@pytest.fixture
def planted(tmp_path: Path) -> Planted:
    """A pickle that leaves a trace where it is read."""
    return Planted(tmp_path / "it has run")


@pytest.fixture
def sandbox(sandbox_server: RunningSandbox, settings) -> RunningSandbox:
    """The sandbox as on its first day, with this process's settings pointed at it."""
    world = sandbox_server.world
    world.reset()
    for name, value in vendor_settings(sandbox_server).items():
        setattr(settings, name, value)
    settings.SOCIAL_AUTH_SPOTIFY_KEY = settings.SPOTIFY_CLIENT_ID
    settings.SOCIAL_AUTH_SPOTIFY_SECRET = settings.SPOTIFY_CLIENT_SECRET
    settings.SOCIAL_AUTH_GOOGLE_OAUTH2_KEY = settings.GOOGLE_CLIENT_ID
    settings.SOCIAL_AUTH_GOOGLE_OAUTH2_SECRET = settings.GOOGLE_CLIENT_SECRET
    return sandbox_server


@pytest.fixture(scope="session")
def snapshots() -> Snapshots:
    return Snapshots()


@pytest.fixture
def made_once(snapshots: Snapshots, sandbox: RunningSandbox, db) -> Iterator[Callable[..., Any]]:
    """made_once(make, **choice) is make(world, **choice), in the second test a copy of it: see `Snapshots`."""
    with ExitStack() as until:
        yield partial(snapshots.made, sandbox.world, until)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: in every sixth second a test waits for time to pass or for a process of its own."""
    return (os.cpu_count() or 1) + 1


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What drives a browser need not be imported where none of its tests is wanted."""
    unwanted = "not browser" in config.getoption("markexpr")
    return True if unwanted and collection_path == Path(__file__).parent / "browser" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks tests by their folder: of whole syncs as slow, each takes a quarter of a second or so; of pure code as pure."""
    root = Path(__file__).parents[1]
    for item in items:
        place = item.path.relative_to(root).as_posix()
        if place.startswith(PURE) and "db" not in getattr(item, "fixturenames", ()):
            item.add_marker("pure")
        if WHOLE_SYNCS & {*item.path.parts}:
            item.add_marker("slow")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test that needs servers says so where it is run without them, by its path: `make test` leaves it out."""
    has_servers = connection.vendor == "postgresql" and django_settings.REDIS_URL
    if item.get_closest_marker("services") and not has_servers:
        pytest.fail(
            "This test needs PostgreSQL and Redis: run it with DATABASE_URL=postgres://… and REDIS_URL=redis://….",
            pytrace=False,
        )


def pytest_configure() -> None:
    """Until the tests are collected nearly everything that is made stays: there is no garbage to look for."""
    gc.disable()


def pytest_collection_finish() -> None:
    """What is imported by now stays: no collection of garbage has to go through it again.

    Nor through a library of ten thousand tracks for every seven hundred objects of it, which is Python's default.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)
    gc.enable()


def pytest_terminal_summary(terminalreporter) -> None:
    """How many points the sweeps tried, over all processes of the run."""
    points: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed"):
        points.update({name: n for name, n in report.user_properties if name.startswith("points swept")})
    for name, n in sorted(points.items()):
        terminalreporter.write_line(f"{n} {name}")
