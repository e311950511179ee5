"""What each case of a library of 10,000 costs in requests, and the most it may cost. The tests hold the same table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from accounts.models import User
from bench import SIZE
from bench.people import ALL_COLUMNS, attempted, fill_enrichment, linked, made_run, signed_in, synced
from bench.vendors import Asked, Vendors
from providers.models import SpotifyApp
from sheets.models import LinkedSheet
from syncer.models import SyncRun

BAN_AT = 150


@dataclass(frozen=True, slots=True)
class Line:
    """`most`: requests to Spotify, reads and writes at Google; None where the case says nothing of it."""

    case: str
    asked: Asked
    most: tuple[int | None, int | None, int | None]

    @property
    def counts(self) -> tuple[int, int, int]:
        return self.asked.spotify, self.asked.reads, self.asked.writes

    @property
    def is_kept(self) -> bool:
        return all(most is None or count <= most for count, most in zip(self.counts, self.most, strict=True))


def days(vendors: Vendors, name: str) -> Iterator[Line]:
    """From the first import on, one change after another, the whole library in the sheet."""
    user = signed_in(vendors, name, saved=SIZE)
    linked(vendors, user)
    yield Line("first import", _asked_for(vendors, user), (203, 1, 2))
    yield Line("nothing changed", _asked_for(vendors, user), (1, 0, 0))
    vendors.save(name, 3)
    yield Line("3 saved", _asked_for(vendors, user), (1, 1, 1))
    vendors.remove(name, [SIZE // 2])
    yield Line("1 removed in the middle", _asked_for(vendors, user), (11, 1, 1))
    vendors.remove(name, Random(20).sample(range(SIZE), 20))
    vendors.save(name, 5)
    yield Line("20 removed all over, 5 saved", _asked_for(vendors, user), (66, 1, 1))


def wide(vendors: Vendors, name: str) -> Iterator[Line]:
    """A library that is known and enriched goes into an empty sheet with all 16 columns, no cell left empty."""
    user = signed_in(vendors, name, saved=SIZE)
    linked(vendors, user, scope=LinkedSheet.Scope.RECENT)
    synced(user)
    fill_enrichment()
    linked(vendors, user, columns=ALL_COLUMNS)
    yield Line("all of it into a new sheet of 16 columns", _asked_for(vendors, user), (1, 1, 5))


def ban(vendors: Vendors, name: str) -> Iterator[Line]:
    """A first import that is refused for a day from page 150 on, and continues the day after."""
    in_flight = settings.SPOTIFY_PAGES_IN_FLIGHT
    user = signed_in(vendors, name, saved=SIZE)
    linked(vendors, user)
    vendors.forget_requests()
    vendors.allow(per_day=BAN_AT)
    run = attempted(made_run(user))
    if (run.state, run.problem_code) != (SyncRun.State.WAITING, "spotify_quota"):
        raise RuntimeError(f"the run should wait for the ban's end, and is {run.state}")
    yield Line("first import, banned at page 150", vendors.asked(), (BAN_AT + in_flight, 1, 2))
    vendors.allow(per_day=None)
    _let_the_ban_pass()
    yield Line("… resumed the day after", _asked_for(vendors, user), (53, 1, 2))


def _asked_for(vendors: Vendors, user: User) -> Asked:
    """What one sync asks."""
    vendors.forget_requests()
    synced(user)
    return vendors.asked()


def _let_the_ban_pass() -> None:
    now = timezone.now()
    SpotifyApp.objects.update(blocked_until=now)
    SyncRun.objects.filter(state=SyncRun.State.WAITING).update(resume_at=now)
    cache.clear()
