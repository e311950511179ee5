"""axe-core finds nothing serious on any page, in any state of a library, light, dark, on a phone and in German.

https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.browser.visitor import Visitor
from tools.screenshots.camera import show_cover, sign_in
from tools.screenshots.pages import PAGES, PUBLIC, WINDOWS, chosen_pages, ids_of
from tools.screenshots.seed import make_person

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RUN = "() => axe.run(document, {resultTypes: ['violations']})"


def violations(visitor: Visitor) -> list[str]:
    """Returns a line for each serious or critical violation on the page that is open."""
    visitor.page.wait_for_load_state("networkidle")
    # Past the page's security policy, as the browser's own tools: the page itself is not changed for it.
    visitor.page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = visitor.page.evaluate(RUN)
    return [
        f"{one['id']}: {one['help']}: {node['html'][:200]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


@pytest.mark.parametrize(
    ("window", "size"), [("desktop", 120), ("desktop", 0), ("dark", 120), ("phone", 120), ("german", 1)]
)
def test_no_page_of_a_person_has_a_serious_violation(
    visit: Callable[..., Visitor], site: str, window: str, size: int
) -> None:
    user = make_person(f"listener{size}", size)
    visitor = visit(user.username, **WINDOWS[window])
    sign_in(visitor.context, user, site)
    visitor.context.route(f"{settings.SPOTIFY_IMAGES_URL}/**", show_cover)
    found = {}
    for name, path in chosen_pages(PAGES, ids_of(user)).items():
        visitor.goes_to(path)
        if lines := violations(visitor):
            found[name] = lines
        if visitor.is_wider_than_the_window():
            found.setdefault(name, []).append("wider than the window")
    assert found == {}


@pytest.mark.parametrize("window", ["desktop", "dark", "narrow", "german"])
def test_no_page_of_a_visitor_has_a_serious_violation(visit: Callable[..., Visitor], window: str) -> None:
    visitor = visit("nobody", **WINDOWS[window])
    found = {}
    for name, path in (PUBLIC | {"not-found": "/nowhere/"}).items():
        visitor.goes_to(path)
        if lines := violations(visitor):
            found[name] = lines
    assert found == {}
