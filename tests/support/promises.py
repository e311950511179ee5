"""Sentences that are promised, the table of docs/promises.md, and the tests that documents name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRIVACY_PAGE, WELCOME_PAGE = "The privacy page", "The welcome page"
# Documents and their parts, each with a table of its own.
PARTS = {
    "README, “For you, whose tracks they are”": ("README.md", "## For you, whose tracks they are"),
    "README, “What is promised about your sheet”": ("README.md", "### What is promised about your sheet"),
    **{
        f"README, “{heading}”": ("README.md", f"{level} {heading}")
        for level, heading in (
            ("##", "For you, who runs it"),
            ("###", "1. Spotify"),
            ("###", "2. Google: one of these or both"),
            ("###", "3. Start"),
            ("###", "4. Keep it"),
        )
    },
    "SECURITY, “What is promised”": ("SECURITY.md", "## What is promised"),
}
# Who keeps a sentence that no test can hold.
OTHERS = {"the operator", "the vendor"}
LINE = re.compile(r"^\| (.+) \| (.+) \|$", re.MULTILINE)
# Space behind the end of a sentence, and before the beginning of one: not in “3.0), ListenBrainz”.
BETWEEN = re.compile(r"(?<=[.!?])\s+(?=[A-Z“*`])|(?<=[.!?]\*\*)\s+")
CODE = re.compile(r"^```\w*\n.*?^```$", re.MULTILINE | re.DOTALL)
TABLE_HEAD = re.compile(r"^\|.+\|\n\|[-|]+\|$", re.MULTILINE)
ROWS = re.compile(r"^\|(.+)\|$", re.MULTILINE)
TEST_NAME = re.compile(r"`((?:sandbox/)?tests/[\w/]+\.py)::(test_\w+)`")


class Blocks(HTMLParser):
    """Collects the text of each paragraph, list item and definition."""

    TAGS = ("p", "li", "dd")

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.TAGS:
            self._is_open = True
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        self._is_open = self._is_open and tag not in self.TAGS

    def handle_data(self, data: str) -> None:
        if self._is_open:
            self.blocks[-1] += data


def sentences_of_page(page: str, beginning: str = "<article", end: str = "</article>") -> list[str]:
    """Returns the sentences of a part of a page, without its headings."""
    parser = Blocks()
    parser.feed(page[page.index(beginning) : page.rindex(end)])
    return [sentence for block in parser.blocks for sentence in _split(block)]


def sentences_of(document: str, heading: str) -> list[str]:
    """Returns the sentences of a part of a document, up to its next heading, without pictures, links and code blocks.

    A row of a table is one: `postgres`; everything that is known; back it up
    """
    text = (ROOT / document).read_text(encoding="utf-8")
    part = re.split(r"\n##+ ", text.split(f"{heading}\n")[1])[0]
    prose = ROWS.sub(_row, TABLE_HEAD.sub("", CODE.sub("", part)))
    words = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", re.sub(r"!\[[^]]*\]\([^)]*\)", "", prose))
    blocks = re.split(r"\n\s*\n(?:- |1\. )?|\n(?:- |\d\. )", words)
    return [sentence for block in blocks for sentence in _split(block)]


def _row(line: re.Match[str]) -> str:
    return "\n" + "; ".join(cell.strip() for cell in line[1].split("|")) + "\n"


def _split(text: str) -> list[str]:
    return [sentence for sentence in BETWEEN.split(" ".join(text.split())) if sentence]


@cache
def promises(heading: str) -> dict[str, str]:
    """Returns what stands beside each sentence in a table of docs/promises.md."""
    document = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
    section = document.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in LINE.findall(section) if line != ("sentence", "held by")]
    assert len(lines) == len({sentence for sentence, _ in lines})
    return dict(lines)


def named_tests(text: str) -> set[tuple[str, str]]:
    """Returns file and function of each test that is named as `tests/path.py::test_name`."""
    return set(TEST_NAME.findall(text))


def missing(tests: Iterable[tuple[str, str]]) -> list[str]:
    """Returns those of the tests that there are not."""
    return sorted(f"{file}::{name}" for file, name in tests if name not in _tests_in(file))


@cache
def _tests_in(file: str) -> frozenset[str]:
    if not (ROOT / file).is_file():
        return frozenset()
    nodes = ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8")))
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef))
