"""Signs each person in and takes a picture of each page, in each window: one browser, one page at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from accounts.models import User
from sandbox.spotify.images import draw_cover
from tools.screenshots.kept import KEPT
from tools.screenshots.pages import (
    PAGES,
    PUBLIC,
    SIZES,
    STATE_WINDOWS,
    STATES,
    VISITOR,
    WINDOWS,
    chosen_pages,
    ids_of,
)
from tools.screenshots.palette import with_fewer_colours
from tools.screenshots.problems import Place, meet_in_a_sync, pictured_problems
from tools.screenshots.seed import SPECIAL_TRACKS, make_person, people, people_in_states

PROBLEM_WINDOWS = ("desktop", "german-phone")
# Every image, also those that a person would have to scroll to, and every part that a page loads afterwards.
_COMPLETE = """async () => {
  for (const image of document.images) image.loading = "eager"
  await Promise.all([...document.images].map(image => image.decode().catch(() => null)))
  await document.fonts.ready
  while (document.querySelector(".htmx-request")) await new Promise(done => setTimeout(done, 20))
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
}"""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which pictures: of the pages and problems `only` (of all without), of libraries of these sizes, in these windows.

    `keeps`: those alone that git keeps.
    """

    only: frozenset[str] = frozenset()
    sizes: Collection[int] = tuple(SIZES)
    windows: Collection[str] = tuple(WINDOWS)
    keeps: bool = False

    def windows_of(self, usual: Sequence[str]) -> list[str]:
        return [window for window in usual if window in self.windows]


def take_pictures(out: Path, chromium: str, flags: Sequence[str], selection: Selection) -> Iterator[Path]:
    """Yields the paths of the pictures as they are taken."""
    call_command("migrate", verbosity=0)
    with _server() as url, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=list(flags))
        studio = _Studio(browser, url, out, selection)
        if selection.keeps:
            yield from studio.kept()
        else:
            yield from studio.visitor()
            yield from studio.libraries()
            yield from studio.states()
            yield from studio.problems()
        browser.close()


@dataclass(frozen=True, slots=True)
class _Studio:
    browser: Browser
    url: str
    out: Path
    selection: Selection

    def visitor(self) -> Iterator[Path]:
        for window in self.selection.windows_of(VISITOR):
            yield from self._pictures(chosen_pages(PUBLIC, {}, self.selection.only), window, None, window)

    def libraries(self) -> Iterator[Path]:
        for size, user in people(self.selection.sizes).items():
            pages = chosen_pages(PAGES, ids_of(user), self.selection.only)
            for window in self.selection.windows_of(SIZES.get(int(size), STATE_WINDOWS)):
                yield from self._pictures(pages, window, user, f"{size}-{window}")

    def states(self) -> Iterator[Path]:
        if self.selection.only and not any(self.selection.only & set(names) for names in STATES.values()):
            return
        for state, user in people_in_states().items():
            named = {name: PAGES[name] for name in STATES[state]}
            pages = chosen_pages(named, ids_of(user), self.selection.only)
            for window in self.selection.windows_of(STATE_WINDOWS):
                yield from self._pictures(pages, window, user, f"{state}-{window}")

    def problems(self) -> Iterator[Path]:
        only = self.selection.only
        places = {
            code: place
            for code, place in pictured_problems().items()
            if not only or code in only or "problems" in only
        }
        if not places:
            return
        troubled, calm = (make_person(name, SPECIAL_TRACKS) for name in ("troubled", "calm"))
        users = {Place.SYNC: troubled, Place.MESSAGE: calm, Place.SIGN_IN: None}
        for window in self.selection.windows_of(PROBLEM_WINDOWS):
            for met, user in users.items():
                with self.window(window, user) as page:
                    for code in (code for code, place in places.items() if place is met):
                        for name, path in _pages_of_problem(code, met, user).items():
                            yield self._picture(
                                page, f"problem-{code}-{name}-{window}", path, full_page=False
                            )

    def kept(self) -> Iterator[Path]:
        users = people({picture.size for picture in KEPT.values() if picture.size is not None})
        for name, picture in KEPT.items():
            user = users.get(str(picture.size))
            [path] = chosen_pages(
                PAGES if user else PUBLIC, ids_of(user) if user else {}, [picture.page]
            ).values()
            with self.window(picture.window, user, scale=picture.scale) as page:
                width = WINDOWS[picture.window]["viewport"]["width"]
                page.set_viewport_size({"width": width, "height": picture.height})
                taken = self._picture(page, name, path, full_page=False)
                taken.write_bytes(with_fewer_colours(page, taken.read_bytes()))
                yield taken

    def _pictures(
        self, pages: Mapping[str, str], window: str, user: User | None, suffix: str
    ) -> Iterator[Path]:
        if not pages:
            return
        with self.window(window, user) as page:
            for name, path in pages.items():
                yield self._picture(page, f"{name}-{suffix}", path)

    def _picture(self, page: Page, name: str, path: str, *, full_page: bool = True) -> Path:
        response = page.goto(path)
        if response is None or response.status == HTTPStatus.INTERNAL_SERVER_ERROR:
            raise RuntimeError(f"{path} failed")
        page.evaluate(_COMPLETE)
        picture = self.out / f"{name}.png"
        page.screenshot(path=picture, full_page=full_page)
        return picture

    @contextmanager
    def window(self, window: str, user: User | None, scale: int = 1) -> Iterator[Page]:
        context = self.browser.new_context(base_url=self.url, device_scale_factor=scale, **WINDOWS[window])
        if user is not None:
            sign_in(context, user, self.url)
        context.route(f"{settings.SPOTIFY_IMAGES_URL}/**", show_cover)
        yield context.new_page()
        context.close()


def _pages_of_problem(code: str, place: Place, user: User | None) -> dict[str, str]:
    if place is Place.SYNC and user is not None:
        return meet_in_a_sync(user, code)
    name = place.name.lower().replace("_", "-")
    return {name: f"/pictured/{name}/{code}/"}


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
