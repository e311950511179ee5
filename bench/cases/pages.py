"""The pages of a person with 10,000 saved tracks: server time, statements, compressed size."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence
from datetime import timedelta
from math import ceil
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.api_tokens import make_token
from accounts.models import ApiToken, Credential, User
from accounts.trigger_links import make_link
from bench.cases.unchanged import queries_of
from bench.database_cpu import cpu_of_database
from bench.library_rows import stock
from bench.meter import Meter
from bench.vendors import Vendors
from library.models import LibraryState, SavedTrack
from library.rules.conditions import PlaysGenre, RangeCondition, Rules
from library.rules.presets import PRESETS
from library.rules.serialization import rules_to_json
from notifications.models import CHOSEN_EVENTS, Delivery
from notifications.webhooks import make_webhook
from sheets.columns import DEFAULT_COLUMNS
from sheets.models import LinkedSheet, SmartTab, StatisticsTab
from syncer.models import Schedule, SyncRun

SAVED = 10_000
TIMES = 200
RUNS = 400
MISSING = 300
YEAR = 2025
BY_GENRE = Rules(
    (PlaysGenre("genre 0"), PlaysGenre("genre 1", negated=True), RangeCondition("tempo", low=90))
)
TYPED = {"HX-Request": "true"}
"""The header of what htmx asks for while the person types."""


def measure(vendors: Vendors) -> dict[str, Any]:
    # Another library as large lies beside it: no page may read all of a table.
    user, _ = stock(people=2, saved=SAVED)
    client = Client(headers={"Host": settings.ALLOWED_HOSTS[0]})
    client.force_login(user, backend="accounts.backends.Spotify")
    return {
        "times": TIMES,
        "lines": [_line(client, name, address) for name, address in _addresses(_furnish(user)).items()],
    }


def _furnish(user: User) -> dict[str, int]:
    """Gives the person a sheet, smart sheets, runs and all else that pages show. Returns the ids of addresses."""
    now = timezone.now()
    for provider in ("spotify", "google"):
        Credential.objects.create(
            user=user, provider=provider, client_id="app", expires_at=now, authorized_at=now
        )
    LinkedSheet.objects.create(
        user=user,
        spreadsheet_id="bench",
        url="https://docs.google.com/spreadsheets/d/bench/edit",
        title="My music",
        method=LinkedSheet.Method.CREATED,
        gid=1,
        columns=list(DEFAULT_COLUMNS),
    )
    Schedule.objects.create(user=user, next_run_at=now)
    LibraryState.objects.create(user=user, complete=True, current_saves=SAVED, changed_at=now)
    sheets = {**PRESETS, "By genre": BY_GENRE}
    tabs = [
        SmartTab.objects.create(user=user, name=name, rules=rules_to_json(rules), gid=100 + place)
        for place, (name, rules) in enumerate(sheets.items())
    ]
    StatisticsTab.objects.create(user=user, kind="genres")
    runs = SyncRun.objects.bulk_create(
        SyncRun(user=user, trigger="schedule", state="done", finished_at=now) for _ in range(RUNS)
    )
    current = SavedTrack.objects.filter(user=user, removed_at=None)
    newest = current.latest("added_at")
    for place, state in enumerate(("held", "kept")):
        some = current.order_by("added_at").values("pk")[place * MISSING : (place + 1) * MISSING]
        SavedTrack.objects.filter(pk__in=some).update(missing=state, missing_since=now - timedelta(days=1))
    ids = {"run": runs[0].pk, "smart": tabs[0].pk, "genre": tabs[-1].pk}
    return ids | {"track": newest.track_id or 0, "save": newest.pk} | _furnish_access(user)


def _furnish_access(user: User) -> dict[str, int]:
    token, _ = make_token(user, name="My phone", scopes=[ApiToken.Scope.READ])
    link, _ = make_link(user, name="My button")
    webhook, _ = make_webhook(user, url="https://hooks.example/", events=CHOSEN_EVENTS)
    Delivery.objects.bulk_create(
        Delivery(webhook=webhook, message_id=f"m{n}", event="sync.done", body="{}", state="taken")
        for n in range(100)
    )
    return {"token": token.pk, "link": link.pk, "webhook": webhook.pk}


def _addresses(ids: dict[str, int]) -> dict[str, str]:
    """Returns every page that a signed-in person can open, and what is asked for while they type."""
    library, statistics = reverse("library"), reverse("statistics")
    everything = urlencode({"range": "all"})
    smart, genre = [ids["smart"]], [ids["genre"]]
    return {
        "home": reverse("home"),
        "library": library,
        "library, searched": f"{library}?search=love+my",
        "library, as one types": f"{library}?search=love+my#typed",
        "library, by genre and tempo": f"{library}?genre=genre+0&tempo_min=100",
        "library, in the sheet, by title": f"{library}?sheet=in&sort=title",
        "library, not in the sheet": f"{library}?sheet=out",
        "library, in a smart sheet": f"{library}?smart={ids['genre']}&sort=-energy",
        "library, saved in a year": f"{library}?saved_from=2024-01-01&saved_to=2024-12-31&explicit=no",
        "library, all filters": f"{library}?search=a&genre=genre+0&tempo_min=80&energy_max=90&explicit=no&sheet=out"
        "&saved_from=2016-01-01&removed=any&sort=-release_date",
        "library, on a day": f"{library}?as_of=2022-06-01",
        "removed tracks": f"{library}?removed=only",
        "genres to choose from": reverse("library-genres"),
        "a track": reverse("library-track", args=[ids["track"]]),
        "timeline": reverse("library-timeline"),
        "genres by month": statistics,
        "genres, everything": f"{statistics}?{everything}",
        "genres, everything as it is": f"{statistics}?{everything}&library=as-it-is&genres=count",
        "every genre": f"{reverse('statistics-every-genre')}?{everything}",
        "saved and removed": f"{reverse('statistics-saved')}?{everything}",
        "sound": f"{reverse('statistics-sound')}?{everything}",
        "artists and albums": reverse("statistics-top"),
        "artists and albums, everything": f"{reverse('statistics-top')}?{everything}",
        "years": reverse("statistics-years"),
        "a year in review": reverse("statistics-year", args=[YEAR]),
        "sheet": reverse("sheet"),
        "sheet, unlink": reverse("sheet-unlink"),
        "missing tracks": reverse("missing"),
        "missing tracks, remove": reverse("missing-remove"),
        "missing tracks, remove kept ones": reverse("missing-release"),
        "smart sheets": reverse("smart"),
        "a new smart sheet": reverse("smart-new"),
        "a new smart sheet, of a preset": f"{reverse('smart-new')}?preset=Chill",
        "a smart sheet": reverse("smart-edit", args=smart),
        "a smart sheet, by genre": reverse("smart-edit", args=genre),
        "a smart sheet, remove": reverse("smart-remove", args=smart),
        "a smart sheet, find a track": reverse("smart-find", args=genre),
        "a smart sheet, a track found": f"{reverse('smart-find', args=genre)}?track=love",
        "a smart sheet, why a track": reverse("smart-why", args=[*genre, ids["save"]]),
        "genres by month, remove": reverse("optional-tab-remove", args=["genres"]),
        "syncs": reverse("syncs"),
        "a sync": reverse("run", args=[ids["run"]]),
        "settings": reverse("preferences"),
        "API tokens": reverse("api-tokens"),
        "an API token, revoke": reverse("revoke-api-token", args=[ids["token"]]),
        "trigger links": reverse("trigger-links"),
        "a trigger link, revoke": reverse("revoke-trigger-link", args=[ids["link"]]),
        "webhooks": reverse("webhooks"),
        "a webhook": reverse("webhook", args=[ids["webhook"]]),
        "a webhook, delete": reverse("delete-webhook", args=[ids["webhook"]]),
        "button": reverse("button"),
        "leave": reverse("leave"),
        "privacy": reverse("privacy"),
    }


def _line(client: Client, name: str, address: str) -> dict[str, Any]:
    """Returns milliseconds of `TIMES` requests after two others, which compile the templates and count statements."""
    path, _, typed = address.partition("#")

    def show() -> Any:
        return client.get(path, secure=True, headers=TYPED if typed else {})

    page = show()
    if page.status_code != 200:
        raise RuntimeError(f"{path} answered {page.status_code}")
    queries = queries_of(show)
    clock, cpu = zip(*(_milliseconds(show) for _ in range(TIMES)), strict=True)
    return {
        "page": name,
        "median_ms": median(clock),
        "p99_ms": _p99(clock),
        "cpu_median_ms": median(cpu),
        "cpu_p99_ms": _p99(cpu),
        "queries": queries,
        "kb": len(gzip.compress(page.content, 6)) / 1000,
    }


def _milliseconds(act: Callable[[], object]) -> tuple[float, float]:
    """Returns those on the clock, and those that this process and its connection's in PostgreSQL were on a core."""
    meter = Meter(beside=cpu_of_database)
    act()
    return meter.seconds * 1000, meter.cpu * 1000


def _p99(values: Sequence[float]) -> float:
    return sorted(values)[ceil(len(values) * 0.99) - 1]
