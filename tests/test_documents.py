"""The documents: their links lead somewhere, and the list of decisions is complete."""

import re
from pathlib import Path

import pytest

from tests.support.promises import (
    OTHERS,
    PRIVACY_PAGE,
    README,
    missing,
    named_tests,
    promises,
    sentences_of_readme,
)

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "sandbox").glob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    links = LINK.findall(document.read_text(encoding="utf-8"))
    files = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in files if not (document.parent / link).exists()] == []


def test_every_decision_is_listed_once_and_has_the_parts_of_one() -> None:
    folder = ROOT / "docs" / "decisions"
    pages = sorted(path.name for path in folder.glob("0*.md"))
    assert pages
    assert LINK.findall((folder / "README.md").read_text(encoding="utf-8")) == pages
    for page in pages:
        headings = re.findall(r"^#+ (.*)$", (folder / page).read_text(encoding="utf-8"), re.MULTILINE)
        assert headings[0].startswith(page[:4])
        assert headings[1:] == ["Context", "Decision", "Consequences"]


NAMED_FILE = re.compile(r"`([\w./-]+/[\w.-]+\.(?:py|html|md|txt|yml|toml|css|js))`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_is_named_exists(document: Path) -> None:
    """A path in a document counts from the root, from the document, or from a package that the sentence is about."""
    places = [ROOT, document.parent, *(path.parent for path in ROOT.glob("*/__init__.py"))]
    named = set(NAMED_FILE.findall(document.read_text(encoding="utf-8")))
    assert sorted(name for name in named if not any((place / name).exists() for place in places)) == []


def test_every_sentence_of_the_readmes_promises_is_held() -> None:
    """Change or add one, and its line in docs/promises.md follows, with the test that holds it."""
    assert sorted(sentences_of_readme()) == sorted(promises(README))


@pytest.mark.parametrize("heading", [PRIVACY_PAGE, README])
def test_a_promise_is_held_by_tests_or_by_somebody_who_is_named(heading: str) -> None:
    held = promises(heading)
    assert [sentence for sentence, by in held.items() if by not in OTHERS and not named_tests(by)] == []
    assert all(len(named_tests(by)) == len(by.split(", ")) for by in held.values() if by not in OTHERS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_test_that_is_named_exists(document: Path) -> None:
    assert missing(named_tests(document.read_text(encoding="utf-8"))) == []
