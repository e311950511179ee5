"""Signs each person in and takes a picture of each page, in each window."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from accounts.models import User
from library.models import SavedTrack
from sandbox.spotify.images import draw_cover
from sheets.models import SmartTab
from syncer.models import SyncRun
from tools.screenshots.seed import people

WINDOWS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 700}},
    "wide": {"viewport": {"width": 2560, "height": 1300}},
    "german": {"viewport": {"width": 1280, "height": 900}, "locale": "de-DE"},
}
# By name of the picture. {track}, {save}, {run} and {smart} are ids of the person's, {year} one with saves.
PAGES = {
    "home": "/",
    "library": "/library/",
    "library-found": "/library/?search=love&tempo_min=100&sort=-energy",
    "library-wrong": "/library/?tempo_min=900&energy_min=80&energy_max=20",
    "library-nothing": "/library/?search=xyzzy",
    "library-day": "/library/?as_of=2023-05-03",
    "removed": "/library/?removed=only",
    "timeline": "/library/timeline/",
    "track": "/library/tracks/{track}/",
    "statistics": "/statistics/",
    "statistics-all": "/statistics/?range=all&genres=count",
    "statistics-error": "/statistics/?first=2026-12-01&last=2026-01-01",
    "statistics-empty": "/statistics/?range=1999",
    "statistics-every-genre": "/statistics/every-genre/",
    "statistics-saved": "/statistics/saved/?range=all",
    "statistics-sound": "/statistics/sound/",
    "statistics-top": "/statistics/top/",
    "statistics-years": "/statistics/years/",
    "statistics-year": "/statistics/{year}/",
    "sheet": "/sheet/",
    "smart": "/smart/",
    "smart-new": "/smart/new/?preset=Chill",
    "smart-edit": "/smart/{smart}/",
    "syncs": "/syncs/",
    "smart-find": "/smart/{smart}/why/",
    "smart-why": "/smart/{smart}/why/{save}/",
    "run": "/runs/{run}/",
    "missing": "/missing/",
    "settings": "/settings/",
    "api": "/settings/api/",
    "webhooks": "/settings/webhooks/",
    "button": "/button/",
    "privacy": "/privacy/",
    "design": "/design/",
}
PUBLIC = {"welcome": "/", "welcome-privacy": "/privacy/"}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which pictures: of the pages `only` (of all without), of people with so many tracks, in these windows."""

    only: Collection[str]
    sizes: Sequence[int]
    windows: Collection[str]


def take_pictures(out: Path, chromium: str, flags: Sequence[str], selection: Selection) -> Iterator[Path]:
    """Yields the paths of the pictures as they are taken."""
    call_command("migrate", verbosity=0)
    persons = people(selection.sizes)
    with _server() as url, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=list(flags))
        for window in selection.windows:
            with _window(browser, url, window, None) as page:
                yield from _pictures(page, chosen_pages(PUBLIC, {}, selection.only), out, window)
            for size, user in persons.items():
                with _window(browser, url, window, user) as page:
                    yield from _pictures(
                        page, chosen_pages(PAGES, ids_of(user), selection.only), out, f"{size}-{window}"
                    )
        browser.close()


def chosen_pages(
    pages: Mapping[str, str], ids: Mapping[str, int], only: Collection[str] = ()
) -> dict[str, str]:
    """Returns the addresses by name, without those of things that the person does not have."""
    named = {name: path for name, path in pages.items() if not only or name in only}
    return {
        name: path.format(**ids)
        for name, path in named.items()
        if all(field is None or field in ids for _, field, *_ in Formatter().parse(path))
    }


@contextmanager
def _window(browser: Browser, url: str, window: str, user: User | None) -> Iterator[Page]:
    context = browser.new_context(base_url=url, **WINDOWS[window])
    if user is not None:
        sign_in(context, user, url)
    context.route(f"{settings.SPOTIFY_IMAGES_URL}/**", show_cover)
    yield context.new_page()
    context.close()


def sign_in(context: BrowserContext, user: User, url: str) -> None:
    """Gives a browser the session of a person."""
    client = Client()
    client.force_login(user, backend="accounts.backends.Spotify")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": url}])


def show_cover(route: Route) -> None:
    """Answers for Spotify's images as its stand-in does."""
    drawing = draw_cover(route.request.url.rpartition("/")[2])
    if drawing is None:
        route.fulfill(status=404)
    else:
        route.fulfill(body=drawing, content_type="image/svg+xml")


def _pictures(page: Page, pages: Mapping[str, str], out: Path, suffix: str) -> Iterator[Path]:
    for name, path in pages.items():
        page.goto(path)
        page.wait_for_load_state("networkidle")
        picture = out / f"{name}-{suffix}.png"
        page.screenshot(path=picture, full_page=True)
        yield picture


def ids_of(user: User) -> dict[str, int]:
    """Returns the ids in the addresses of `PAGES`, of the person's newest things."""
    newest = {
        "track": SavedTrack.objects.filter(user=user, removed_at=None)
        .order_by("-position")
        .values_list("track", flat=True),
        "year": SavedTrack.objects.filter(user=user)
        .order_by("-added_at")
        .values_list("added_at__year", flat=True),
        "run": SyncRun.objects.filter(user=user).order_by("-pk").values_list("pk", flat=True),
        "save": SavedTrack.objects.filter(user=user, removed_at=None, track__isnull=False)
        .order_by("-position")
        .values_list("pk", flat=True),
        "smart": SmartTab.objects.filter(user=user).values_list("pk", flat=True),
    }
    return {name: rows[0] for name, rows in newest.items() if rows}


@contextmanager
def _server() -> Iterator[str]:
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()
    connections.close_all()
