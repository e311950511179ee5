"""The documents: their links lead somewhere, and the list of decisions is complete."""

import re
from pathlib import Path

import pytest

from tests.support.promises import (
    OTHERS,
    PARTS,
    PRIVACY_PAGE,
    WELCOME_PAGE,
    missing,
    named_tests,
    promises,
    sentences_of,
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


@pytest.mark.parametrize("heading", PARTS)
def test_every_sentence_of_a_document_that_promises_is_held(heading: str) -> None:
    """Change or add one, and its line in docs/promises.md follows, with the test that holds it."""
    assert sorted(sentences_of(*PARTS[heading])) == sorted(promises(heading))


def test_every_part_of_readme_for_people_and_operators_is_one_that_promises() -> None:
    headings = re.findall(r"^##+ .+$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    parts = [heading for document, heading in PARTS.values() if document == "README.md"]
    assert headings == [*parts, "## For you, who works on it"]


@pytest.mark.parametrize("heading", [PRIVACY_PAGE, WELCOME_PAGE, *PARTS])
def test_a_promise_is_held_by_tests_or_by_somebody_who_is_named(heading: str) -> None:
    held = promises(heading)
    assert [sentence for sentence, by in held.items() if by not in OTHERS and not named_tests(by)] == []
    assert all(len(named_tests(by)) == len(by.split(", ")) for by in held.values() if by not in OTHERS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_test_that_is_named_exists(document: Path) -> None:
    assert missing(named_tests(document.read_text(encoding="utf-8"))) == []


# The requirements of OWASP ASVS 4.0.3 up to level 2, by section; numbers that are left out were deleted, or are of level 3.
ASVS = """
1.1:1-7 1.2:1-4 1.4:1,4,5 1.5:1-4 1.6:1-4 1.7:1-2 1.8:1-2 1.9:1-2 1.10:1 1.11:1-2 1.12:2 1.14:1-6
2.1:1-12 2.2:1-3 2.3:1-3 2.4:1-5 2.5:1-7 2.6:1-3 2.7:1-6 2.8:1-7 2.9:1-3 2.10:1-4
3.1:1 3.2:1-4 3.3:1-4 3.4:1-5 3.5:1-3 3.7:1 4.1:1,2,3,5 4.2:1-2 4.3:1-3
5.1:1-5 5.2:1-8 5.3:1-10 5.4:1-3 5.5:1-4 6.1:1-3 6.2:1-6 6.3:1-2 6.4:1-2
7.1:1-4 7.2:1-2 7.3:1,3,4 7.4:1-3 8.1:1-4 8.2:1-3 8.3:1-8 9.1:1-3 9.2:1-4 10.2:1-2 10.3:1-3
11.1:1-8 12.1:1-3 12.2:1 12.3:1-6 12.4:1-2 12.5:1-2 12.6:1
13.1:1,3,4,5 13.2:1,2,3,5,6 13.3:1-2 13.4:1-2 14.1:1-4 14.2:1-6 14.3:2,3 14.4:1-7 14.5:1-4
"""
REQUIREMENT = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)


def requirements() -> list[str]:
    found = []
    for section, numbers in (entry.split(":") for entry in ASVS.split()):
        for part in numbers.split(","):
            first, _, last = part.partition("-")
            found += [f"{section}.{number}" for number in range(int(first), int(last or first) + 1)]
    return found


def asvs_table() -> list[tuple[str, str, str, str]]:
    return REQUIREMENT.findall((ROOT / "docs" / "security.md").read_text(encoding="utf-8"))


def test_each_requirement_of_the_security_standard_has_its_line() -> None:
    assert [number for number, *_ in asvs_table()] == requirements()


def test_what_holds_is_shown_by_a_test_or_by_reading_and_what_does_not_has_its_reason() -> None:
    for number, _, state, why in asvs_table():
        reason = re.sub(r"`[^`]+`|[;, ]", "", why.removeprefix("by reading:"))
        assert state in ("holds", "falls short", "not applicable"), number
        assert reason if state != "holds" or why.startswith("by reading:") else named_tests(why), number
