"""Somebody polls the sheet over HTTP while it is written: never fewer rows than before or after, none twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest
import requests
from google.auth.transport.requests import Request
from google.oauth2 import service_account

from accounts.models import User
from sheets.models import LinkedSheet
from tests.fault_injection import passing_time, scene
from tests.fault_injection.conftest import NEXT_NOON, NOON
from tests.fault_injection.outcome import LINK
from tests.fault_injection.sheet_observer import SheetObserver, assert_no_row_missing
from tests.support.problems import text_of
from tests.support.waiting import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


class Poller(Thread):
    """Asks for the tab's values again and again with a token of the service account's own."""

    def __init__(self, sheets_url: str, sheet: LinkedSheet, token: str) -> None:
        super().__init__(name="poller")
        self.seen: list[list[str]] = []
        self._url = f"{sheets_url}/v4/spreadsheets/{sheet.spreadsheet_id}/values/Sheet1"
        self._token = token
        self._enough = Event()

    def run(self) -> None:
        with requests.Session() as session:
            session.headers["Authorization"] = f"Bearer {self._token}"
            while not self._enough.is_set():
                rows = session.get(self._url, timeout=10).json().get("values", [])
                self.seen.append([cell for row in rows for cell in row if str(cell).startswith(LINK)])

    def stop(self) -> None:
        """After one more look."""
        looks = len(self.seen)
        wait_for(lambda: len(self.seen) > looks + 1, every=0.005)
        self._enough.set()
        self.join()


@contextmanager
def polled(settings, sheet: LinkedSheet) -> Iterator[Poller]:
    poller = Poller(settings.GOOGLE_SHEETS_URL, sheet, _token(settings))
    poller.start()
    wait_for(lambda: poller.seen, every=0.005)
    try:
        yield poller
    finally:
        poller.stop()


def _token(settings) -> str:
    scopes = ["https://www.googleapis.com/auth/spreadsheets"]
    credentials = service_account.Credentials.from_service_account_info(
        settings.GOOGLE_SERVICE_ACCOUNT, scopes=scopes
    )
    with requests.Session() as session:
        credentials.refresh(Request(session))
    return credentials.token


@pytest.fixture
def nora(sandbox, clock, small_batches) -> User:
    """Written in many small batches, looked at without a limit."""
    small_batches(12_000)
    quotas = sandbox.world.google.quotas
    quotas.reads_per_user = quotas.reads = None
    return scene.add_person(sandbox.world, "nora")


def change_nothing(user: User) -> None:
    """The library changed, that is enough."""


def swap_columns(user: User) -> None:
    LinkedSheet.objects.filter(user=user).update(columns=["link", "track", "artist", "added", "duration"])


def want_the_newest_fifty(user: User) -> None:
    LinkedSheet.objects.filter(user=user).update(scope=LinkedSheet.Scope.RECENT, recent_count=50)


def mirror(user: User) -> None:
    LinkedSheet.objects.filter(user=user).update(mode=LinkedSheet.Mode.MIRROR)


@pytest.mark.parametrize("choose", [change_nothing, swap_columns, want_the_newest_fifty, mirror])
def test_a_polling_reader_never_misses_a_row(
    nora, choose, sandbox, clock, settings, monkeypatch, small_batches
) -> None:
    world, sheet = sandbox.world, nora.sheet
    onlooker = SheetObserver(monkeypatch, world.google.workbook(sheet.spreadsheet_id))
    clock.move_to(NOON)
    with polled(settings, sheet) as poller:
        passing_time.pass_until(clock, world, NOON)
        first = list(poller.seen)
    assert_no_row_missing(onlooker.seen)
    assert_no_row_missing(first)
    if choose is not mirror:  # which refuses to take such rows away
        scene.decorate(world, nora)
    scene.live_a_day(world, nora)
    choose(nora)
    small_batches(3_000)
    onlooker.look_anew()
    clock.move_to(NEXT_NOON)
    with polled(settings, sheet) as poller:
        passing_time.pass_until(clock, world, NEXT_NOON)
    ended = passing_time.runs_of(nora)
    assert [run.state for run in ended] == ["done"] * 2, [text_of(run) for run in ended]
    assert len(onlooker.seen) > 2, "in several batches"
    assert_no_row_missing(onlooker.seen)
    assert_no_row_missing(poller.seen)
