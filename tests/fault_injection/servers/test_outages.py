"""Redis is flushed or restarted, PostgreSQL is restarted, beats double: each due person is synced once, none is lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event

import pytest
import redis
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from accounts.models import User
from sandbox.testing.fixtures import RunningSandbox
from sandbox.world import World
from sheets.models import LinkedSheet
from syncer.models import Schedule, SyncRun
from tests.fault_injection import scene
from tests.fault_injection.outcome import links
from tests.fault_injection.servers.conftest import environment_of, lift_quotas
from tests.fault_injection.servers.servers import OwnPostgres, OwnRedis
from tests.fault_injection.servers.workers import Workers
from tests.support.problems import text_of
from tests.support.waiting import wait_for

pytestmark = pytest.mark.services
NAMES = ("nora", "omar", "pia", "quinn")
TRACKS = 60
# Seconds that a run waits after an unclear write. The lease stays the site's: one that ends while a busy machine works on a run
# would let the run begin again and again.
UNCLEAR = "1"
AWAY = 1.0


@dataclass
class Town:
    """Servers, workers and beats for one test alone."""

    redis: OwnRedis
    postgres: OwnPostgres
    workers: Workers
    world: World
    is_struck: Event = field(default_factory=Event)

    def strike(self, outage: Callable[[Town], None]) -> None:
        outage(self)
        self.is_struck.set()

    def flush_redis(self) -> None:
        with redis.Redis.from_url(self.redis.url) as client:
            client.flushall()

    def restart_redis(self) -> None:
        self.redis.stop()
        time.sleep(AWAY)
        self.redis.start()

    def restart_postgres(self) -> None:
        self.postgres.stop()
        time.sleep(AWAY)
        self.postgres.start()


@pytest.fixture(scope="module")
def own_redis_server() -> Iterator[OwnRedis]:
    server = OwnRedis()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def own_postgres_server(django_db_setup) -> Iterator[OwnPostgres]:
    server = OwnPostgres()
    yield server
    server.close()


@pytest.fixture(scope="module")
def own_workers(own_redis_server, own_postgres_server, sandbox_server: RunningSandbox) -> Iterator[Workers]:
    environment = environment_of(
        sandbox_server,
        DATABASE_URL=own_postgres_server.url,
        REDIS_URL=own_redis_server.url,
        UNCLEAR_WRITE_SECONDS=UNCLEAR,
        LOG_LEVEL="CRITICAL",
    )
    workers = Workers(environment)
    yield workers
    workers.close()


@pytest.fixture
def own_database(own_postgres_server: OwnPostgres, transactional_db) -> Iterator[None]:
    """This process looks into the database that will be restarted."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(own_postgres_server.settings)
    try:
        call_command("migrate", verbosity=0)
        call_command("flush", interactive=False, verbosity=0)
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


@pytest.fixture
def town(
    own_redis_server, own_postgres_server, own_workers, own_database, sandbox: RunningSandbox
) -> Iterator[Town]:
    town = Town(own_redis_server, own_postgres_server, own_workers, sandbox.world)
    lift_quotas(sandbox)
    town.flush_redis()
    yield town
    own_workers.kill()


@pytest.fixture
def people(town: Town) -> list[User]:
    """All of them are due since six hours, for so long beat was down."""
    users = [scene.add_person(town.world, name, TRACKS) for name in NAMES]
    Schedule.objects.update(next_run_at=timezone.now() - timedelta(hours=6))
    return users


def each_is_synced() -> bool:
    """What has to wait does not wait long here."""
    try:
        now = timezone.now()
        SyncRun.objects.filter(state="waiting", resume_at__gt=now).update(resume_at=now)
        LinkedSheet.objects.filter(unclear_until__gt=now + timedelta(seconds=1)).update(unclear_until=now)
        return SyncRun.objects.filter(state__in=("done", "failed")).count() == len(NAMES)
    except (OperationalError, InterfaceError):  # it is being restarted
        connection.close()
        return False


def end_leases() -> None:
    """Lets the time pass that a run of a lost message or of a failed worker waits for the next worker."""
    connection.close()  # the server of the one that is open may have been stopped
    SyncRun.objects.filter(lease_until__gt=timezone.now()).update(lease_until=timezone.now())


def assert_recovery(town: Town, people: list[User]) -> None:
    wait_for(lambda: each_is_synced() or town.is_struck.is_set(), seconds=180, every=0.2)
    assert town.is_struck.is_set()
    end_leases()
    assert_each_was_synced_once(town, people)


def assert_each_was_synced_once(town: Town, people: list[User]) -> None:
    # A busy machine takes a minute: what hangs takes longer.
    wait_for(each_is_synced, seconds=180, every=0.2)
    time.sleep(1)  # beat looks around three times more
    assert not Schedule.objects.filter(next_run_at__lte=timezone.now()).exists()
    for user in people:
        run = SyncRun.objects.get(user=user)
        assert run.state == "done", text_of(run)
        rows = links(town.world.google.workbook(user.sheet.spreadsheet_id))
        assert len(rows) == len(set(rows)) == TRACKS


def once_at_page(town: Town, page: int, what: Callable[[], None]) -> None:
    """`what` happens before the so many-th page of the third person is answered."""

    def on_page(person: str, offset: int, n: int) -> None:
        if person == NAMES[2] and n == page:
            town.world.spotify.on_page = None
            what()

    town.world.spotify.on_page = on_page


def once_at_write(town: Town, monkeypatch, user: User, what: Callable[[], None]) -> None:
    """`what` happens when Google has taken the first write, before it says so."""
    book = town.world.google.workbook(user.sheet.spreadsheet_id)
    take = book.take

    def take_and_strike(draft) -> None:
        take(draft)
        monkeypatch.setattr(book, "take", take)
        what()

    monkeypatch.setattr(book, "take", take_and_strike)


OUTAGES = [Town.flush_redis, Town.restart_redis, Town.restart_postgres]


def test_two_beats_and_two_workers_sync_each_person_once(town, people) -> None:
    for role in ("worker", "beat", "worker", "beat"):
        town.workers.start(role)
    assert_each_was_synced_once(town, people)


@pytest.mark.parametrize("outage", OUTAGES)
def test_an_outage_while_messages_wait(outage, town, people) -> None:
    town.workers.start("dispatch")
    wait_for(lambda: SyncRun.objects.filter(state="queued").count() == len(NAMES))
    town.strike(outage)
    connection.close()
    for role in ("worker", "beat"):
        town.workers.start(role)
    assert_recovery(town, people)


@pytest.mark.parametrize("outage", OUTAGES)
@pytest.mark.parametrize("page", [1, 2])
def test_an_outage_while_a_library_is_read(outage, page, town, people) -> None:
    once_at_page(town, page, lambda: town.strike(outage))
    for role in ("worker", "beat"):
        town.workers.start(role)
    assert_recovery(town, people)


@pytest.mark.parametrize("outage", OUTAGES)
def test_an_outage_while_a_sheet_is_written(outage, town, people, monkeypatch) -> None:
    once_at_write(town, monkeypatch, people[2], lambda: town.strike(outage))
    for role in ("worker", "beat"):
        town.workers.start(role)
    assert_recovery(town, people)
