"""Every problem has words, and every text belongs to a problem."""

from __future__ import annotations

import ast
import importlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone, translation

from problems.kinds import REGISTRY
from problems.texts import TEXTS, UNKNOWN, describe, minutes_until

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "problems",
    "providers",
    "accounts",
    "library",
    "enrichment",
    "sheets",
    "syncer",
    "notifications",
    "website",
    "api",
    "spotistats",
)
COMPARED = re.compile(
    r"\b(?:problem|error|refusal|block|ban)\.code (?:==|!=|in|not in) |problem_code (?:==|!=|in|not in) \W"
)
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def product_files() -> list[Path]:
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def is_entry_point(name: str) -> bool:
    return (
        name.startswith(("website/", "api/", "problems/"))
        or "/management/commands/" in name
        or name.endswith(("/admin.py", "/presenters.py", "/checks.py"))
    )


@pytest.fixture(scope="module", autouse=True)
def every_problem_is_defined() -> None:
    for path in product_files():
        # A problem has a code, in whichever file it stands.
        if '\n    code = "' in path.read_text(encoding="utf-8"):
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def test_every_problem_has_a_text() -> None:
    assert sorted(REGISTRY.keys() - TEXTS.keys()) == []


def test_every_text_belongs_to_a_problem() -> None:
    assert sorted(TEXTS.keys() - REGISTRY.keys()) == []


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_a_text_is_formatted_with_any_values(code: str) -> None:
    """Values of another version may be missing: the text is shown all the same, without a traceback."""
    values = dict.fromkeys(PLACEHOLDER.findall(str(TEXTS[code])), "Value")
    assert describe(code, values)
    assert describe(code, {})
    assert not PLACEHOLDER.search(describe(code, values))


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_a_text_is_whole_sentences(code: str) -> None:
    text = str(TEXTS[code])
    assert text[0].isupper() or text.startswith("%(")
    assert text.endswith((".", "?", ")s"))


def test_an_unknown_code_has_words() -> None:
    assert describe("from_a_newer_version", {}) == str(UNKNOWN)
    assert describe("", {}) == ""


@pytest.mark.parametrize(("language", "written"), [("en", "1 to 50,000"), ("de", "1 bis 50.000")])
def test_a_count_is_written_as_the_language_does(language: str, written: str) -> None:
    with translation.override(language):
        assert written in describe("bad_recent_count", {"max": 50_000})


@pytest.mark.parametrize(("language", "written"), [("en-gb", "on 28 Dec 2026 at"), ("de", "28. Dez")])
def test_a_day_is_written_as_the_language_does(language: str, written: str) -> None:
    with translation.override(language):
        assert written in describe("sheet_in_bin", {"day": "2026-12-28"})


def test_a_year_has_no_thousands() -> None:
    values = {"number": 1, "condition": "release year", "low": 1900, "high": 2100, "value": 1066}
    assert "1066" in describe("condition_value_out_of_range", values)


def test_only_entry_points_ask_for_words() -> None:
    asking = {
        str(path.relative_to(ROOT))
        for path in product_files()
        if any(
            isinstance(node, ast.ImportFrom) and node.module == "problems.texts"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    }
    assert not {name for name in asking if not is_entry_point(name)}


def test_no_code_is_compared_as_text() -> None:
    """Policies compare classes or traits: a code that is renamed would pass a comparison of strings unnoticed."""
    comparing = {
        str(path.relative_to(ROOT))
        for path in product_files()
        if COMPARED.search(path.read_text(encoding="utf-8"))
    }
    # social-auth's errors have codes of their own, which are the only way to tell them apart
    assert comparing <= {"website/sign_in/presenters.py"}


@time_machine.travel(datetime(2026, 11, 28, 12, tzinfo=UTC), tick=False)
@pytest.mark.parametrize(("seconds", "minutes"), [(-5, 1), (0, 1), (60, 1), (61, 2), (3600, 60)])
def test_minutes_to_wait_are_rounded_up(seconds: int, minutes: int) -> None:
    assert minutes_until(timezone.now() + timedelta(seconds=seconds)) == minutes
