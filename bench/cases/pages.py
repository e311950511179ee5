"""The pages of a person with 10,000 saved tracks: server time, compressed size, queries."""

from __future__ import annotations

import gzip
from math import ceil
from statistics import median
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from bench.cases.unchanged import queries_of
from bench.library_rows import stock
from bench.meter import Meter
from bench.vendors import Vendors
from library.models import LibraryState, SavedTrack
from library.rules.presets import PRESETS
from library.rules.serialization import rules_to_json
from sheets.columns import DEFAULT_COLUMNS
from sheets.models import LinkedSheet, SmartTab
from syncer.models import Schedule, SyncRun

SAVED = 10_000
TIMES = 200
RUNS = 400


def measure(vendors: Vendors) -> dict[str, Any]:
    # Another library as large lies beside it: no page may read all of a table.
    user, _ = stock(people=2, saved=SAVED)
    client = Client(headers={"Host": settings.ALLOWED_HOSTS[0]})
    client.force_login(user, backend="accounts.backends.Spotify")
    addresses = _addresses(_furnish(user))
    return {"lines": [_line(client, name, address) for name, address in addresses.items()]}


def _furnish(user: User) -> dict[str, int]:
    """Gives the person a sheet, smart sheets and runs. Returns the ids that addresses need."""
    LinkedSheet.objects.create(
        user=user,
        spreadsheet_id="bench",
        url="https://docs.google.com/spreadsheets/d/bench/edit",
        title="My music",
        method=LinkedSheet.Method.CREATED,
        gid=1,
        columns=list(DEFAULT_COLUMNS),
    )
    Schedule.objects.create(user=user, next_run_at=timezone.now())
    LibraryState.objects.create(user=user, complete=True, current_saves=SAVED, changed_at=timezone.now())
    tabs = [
        SmartTab.objects.create(user=user, name=name, rules=rules_to_json(rules), gid=100 + place)
        for place, (name, rules) in enumerate(PRESETS.items())
    ]
    runs = SyncRun.objects.bulk_create(
        SyncRun(user=user, trigger="schedule", state="done", finished_at=timezone.now()) for _ in range(RUNS)
    )
    newest = SavedTrack.objects.filter(user=user, removed_at=None).latest("added_at")
    return {"track": newest.track_id or 0, "smart": tabs[0].pk, "run": runs[0].pk}


def _addresses(ids: dict[str, int]) -> dict[str, str]:
    library = reverse("library")
    return {
        "home": reverse("home"),
        "library": library,
        "library, searched": f"{library}?q=track+1",
        "library, by genre and tempo": f"{library}?genre=genre+0&tempo_low=100",
        "library, on a day": f"{library}?as_of=2022-06-01",
        "a track": reverse("library-track", args=[ids["track"]]),
        "timeline": reverse("library-timeline"),
        "genres by month": reverse("statistics"),
        "saved and removed": reverse("statistics-saved"),
        "sound": reverse("statistics-sound"),
        "artists and albums": reverse("statistics-top"),
        "a year": reverse("statistics-year", args=[2024]),
        "smart sheets": reverse("smart"),
        "a smart sheet": reverse("smart-edit", args=[ids["smart"]]),
        "a new smart sheet": reverse("smart-new"),
        "sheet": reverse("sheet"),
        "syncs": reverse("syncs"),
        "a sync": reverse("run", args=[ids["run"]]),
        "settings": reverse("preferences"),
    }


def _line(client: Client, name: str, address: str) -> dict[str, Any]:
    """Returns milliseconds of `TIMES` requests after a first one, whose templates are compiled."""
    page = client.get(address, secure=True)
    queries = queries_of(lambda: client.get(address, secure=True))
    if page.status_code != 200:
        raise RuntimeError(f"{address} answered {page.status_code}")
    times = sorted(_milliseconds(client, address) for _ in range(TIMES))
    return {
        "case": name,
        "median_ms": median(times),
        "p99_ms": times[ceil(TIMES * 0.99) - 1],
        "queries": queries,
        "kb": len(gzip.compress(page.content, 6)) / 1000,
    }


def _milliseconds(client: Client, address: str) -> float:
    meter = Meter()
    client.get(address, secure=True)
    return meter.seconds * 1000
