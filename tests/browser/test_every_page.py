"""Every page in every state of a library, on a small phone in the dark and in German, and on a desk in English.

What axe-core looks for: https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md
The console's errors, a refusal of the security policy among them, fail each test of this folder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from django.conf import settings
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from library.models import SavedTrack
from sheets.models import LinkedSheet, SmartTab
from syncer.models import SyncRun
from syncer.receipt import Receipt, RemovedTrack
from tests.browser.visitor import Visitor
from tests.support.songs import Song, save
from tools.screenshots.camera import show_cover, sign_in
from tools.screenshots.pages import PAGES, PUBLIC, STATES, chosen_pages, ids_of
from tools.screenshots.seed import make_person

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WINDOWS: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 320, "height": 700}, "color_scheme": "dark", "locale": "de-DE"},
    "desk": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light", "locale": "en-GB"},
}
RUN = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  const faults = found.violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .flatMap((one) => one.nodes.map((node) => `${one.id}: ${one.help}: ${node.html.slice(0, 200)}`));
  const root = document.documentElement;
  const headings = document.querySelectorAll("h1").length;
  if (headings !== 1) faults.push(`${headings} headings of the first level`);
  if (!document.title.trim()) faults.push("no title");
  if (root.lang.slice(0, 2) !== navigator.language.slice(0, 2)) faults.push(`in another language: ${root.lang}`);
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth);
    faults.push(`wider than the window: ${wide.at(-1)?.outerHTML.slice(0, 200)}`);
  }
  for (const one of document.querySelectorAll(".main-nav a, .main-nav button")) {
    const box = one.getBoundingClientRect();
    if (box.left < 0 || box.right > innerWidth) faults.push(`outside of the window: ${one.innerText}`);
  }
  return faults;
}"""
SETTLED = "document.readyState === 'complete' && !document.querySelector('.htmx-request')"


def faults(visitor: Visitor, pages: Mapping[str, str]) -> dict[str, list[str]]:
    """Returns a line for each fault, by page."""
    found = {}
    # Past the page's security policy, as the browser's own tools: the page itself is not changed for it.
    visitor.context.add_init_script(path=AXE)
    visitor.context.route(f"{settings.SPOTIFY_IMAGES_URL}/**", show_cover)
    for name, path in pages.items():
        visitor.goes_to(path)
        visitor.page.wait_for_function(SETTLED)
        if lines := visitor.page.evaluate(RUN):
            found[name] = lines
    return found


# Those that say something else to somebody who has saved nothing.
EMPTY = (
    "home",
    "library",
    "removed",
    "timeline",
    "statistics",
    "statistics-years",
    "sheet",
    "smart",
    "smart-new",
    "missing",
)


@pytest.mark.parametrize(
    ("window", "size", "only"),
    [("phone", 120, ()), ("desk", 120, ()), ("desk", 0, EMPTY), ("phone", 1, STATES["unlinked"])],
    ids=["phone", "desk", "empty", "unlinked"],
)
def test_every_page_of_a_person(
    visit: Callable[..., Visitor], site: str, window: str, size: int, only: tuple[str, ...]
) -> None:
    user = make_person(f"listener{size}", size, has_sheet=only != STATES["unlinked"])
    visitor = visit(user.username, **WINDOWS[window])
    sign_in(visitor.context, user, site)
    assert faults(visitor, chosen_pages(PAGES, ids_of(user), only)) == {}


@pytest.mark.parametrize("window", WINDOWS)
def test_every_page_of_a_visitor(visit: Callable[..., Visitor], window: str) -> None:
    assert faults(visit("nobody", **WINDOWS[window]), PUBLIC) == {}


def mark(user: User, word: str) -> None:
    """Puts a word into every name that is this person's alone."""
    save(user, Song(timezone.now(), tempo=100, energy=0.5, genres=((f"{word} jazz",),)), name=f"{word} song")
    save(user, Song(timezone.now()), removed_at=timezone.now(), name=f"{word} gone")
    held = save(user, Song(timezone.now()), name=f"{word} held")
    SavedTrack.objects.filter(pk=held.pk).update(missing="held", missing_since=timezone.now())
    # Their newest ones, by which pages are named.
    SavedTrack.objects.filter(user=user, track__name__startswith=word).update(
        position=F("position") + 10_000_000
    )
    SmartTab.objects.filter(user=user, position=0).update(name=f"{word} rules")
    LinkedSheet.objects.filter(user=user).update(title=f"{word} spreadsheet")
    receipt = Receipt(came=[f"{word} came"], went=[RemovedTrack(f"{word} went")], added=1, removed=1)
    newest = SyncRun.objects.filter(user=user).latest("created_at")
    SyncRun.objects.filter(pk=newest.pk).update(receipt=receipt.to_json())
    user.display_name = f"{word} name"
    user.save()


def test_two_people_never_see_each_others_things(visit: Callable[..., Visitor], site: str) -> None:
    words = {"ada": "Adamantine", "ben": "Benzoic"}
    people = {name: make_person(name, 60) for name in words}
    for name, word in words.items():
        mark(people[name], word)
    for name, other in (("ada", "ben"), ("ben", "ada")):
        visitor = visit(name)
        sign_in(visitor.context, people[name], site)
        shown = []
        for page, path in chosen_pages(PAGES, ids_of(people[name])).items():
            content = visitor.context.request.get(path).text()
            assert words[other] not in content, (name, page)
            if words[name] in content:
                shown.append(page)
        assert {"home", "library", "removed", "track", "timeline", "sheet", "smart", "run", "missing"} <= {
            *shown
        }
        owned = {path: _names_in(path) - {"year"} for path in PAGES.values()}
        foreign = chosen_pages({path: path for path, names in owned.items() if names}, ids_of(people[other]))
        assert len(foreign) > 8
        for path in foreign.values():
            answer = visitor.context.request.get(path)
            assert answer.status == 404, path
            assert words[other] not in answer.text(), path


def _names_in(path: str) -> set[str]:
    return {name for _, name, *_ in Formatter().parse(path) if name}
