"""Nothing is styled that no page has, and no template lies about that no page is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = settings.ROOT / "templates"
STATIC = settings.ROOT / "spotistats" / "static" / "site"
# Their classes are those of Django's admin and of Swagger's page.
FOREIGN = {"staff.css", "reference.css"}
# htmx sets it on what waits for an answer.
SET_ELSEWHERE = {"htmx-request"}
# Django looks for them by name.
FOUND_BY_NAME = re.compile(r"\d{3}(_csrf)?\.html|admin/base_site\.html|ninja/swagger\.html")


def read(files: Iterable[Path]) -> str:
    return "\n".join(file.read_text("utf-8") for file in files)


def styled_classes(stylesheet: Path) -> set[str]:
    text = re.sub(r"/\*.*?\*/", "", stylesheet.read_text("utf-8"), flags=re.DOTALL)
    selectors = re.sub(r"\{[^{}]*\}", " ", text)
    return set(re.findall(r"\.(-?[a-z_][\w-]*)", selectors, flags=re.IGNORECASE))


def used_classes() -> set[str]:
    """Returns what stands in templates as a class, and each literal of our scripts and presenters, which may become one."""
    templates = read(TEMPLATES.rglob("*.html"))
    used = {name for one in re.findall(r'class="([^"]*)"', templates) for name in re.findall(r"[\w-]+", one)}
    code = read([*STATIC.glob("*.js"), *(settings.ROOT / "website").rglob("*.py")])
    return used | set(re.findall(r"""["'`.]([\w-]+)["'`]""", code)) | SET_ELSEWHERE


def is_numbered(name: str) -> bool:
    """Whether it is one of a chart's series, whose numbers a presenter counts."""
    return re.fullmatch(r"(series|dash)-\d+", name) is not None


@pytest.mark.parametrize("stylesheet", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_every_class_of_our_stylesheets_is_used(stylesheet):
    if stylesheet.name not in FOREIGN:
        unused = styled_classes(stylesheet) - used_classes()
        assert not {name for name in unused if not is_numbered(name)}


def is_shown(template: Path, code: str) -> bool:
    """Whether it is named; or named by its stem in a module of its topic, which puts the address together."""
    name = template.relative_to(TEMPLATES)
    topic = settings.ROOT / "website" / name.parts[0]
    return f'"{name}"' in code or f'"{template.stem}"' in read(topic.glob("*.py"))


def test_every_template_is_shown_by_a_view_or_included():
    code = read([*TEMPLATES.rglob("*.html"), *(settings.ROOT / "website").rglob("*.py")])
    unused = {path.relative_to(TEMPLATES) for path in TEMPLATES.rglob("*.html") if not is_shown(path, code)}
    assert {str(one) for one in unused if not FOUND_BY_NAME.fullmatch(str(one))} == set()


def test_what_is_printed_has_the_light_colours_on_every_screen():
    """The dark palette is for screens alone, so no stylesheet repeats the light one for paper."""
    assert "@media (prefers-color-scheme" not in (STATIC / "tokens.css").read_text("utf-8")
    printed = read(STATIC.glob("*.css")).split("@media print")[1:]
    assert not any("--pico-color:" in one for one in printed)
