"""Measures the product's code, and holds the few bounds that keep it easy to find one's way in.

    python3 tools/figures.py            prints the figures
    python3 tools/figures.py --check    prints what is out of bounds, and fails if anything is
    python3 tools/figures.py --repeats  lists the repeated blocks

Migrations and tests are not counted. Only the standard library, so that it runs before anything is installed.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import statistics
import sys
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = (
    "spotistats",
    "problems",
    "providers",
    "accounts",
    "library",
    "enrichment",
    "sheets",
    "imports",
    "syncer",
    "notifications",
    "website",
    "api",
)

LARGEST_PACKAGE = 0.40
"""No package holds more of the product's lines: one that does has become several things."""
DISTINCT_FILE_NAMES = 0.60
"""At most this share of the product's files may have a name of their own; the rest is furniture that every folder has."""
REPEATED_LINES = 6
"""So many equal lines in a row, in two places, are a repeated block."""

SHARED_NAMES = {
    "Command": "Django finds a management command by this name",
}
"""Public names that several modules may define, each with the reason."""
SHARED_FILES = {
    "tasks.py": "a Celery task may be called like the one function that it calls",
    "views.py": "a view is known by the name of its address; each topic may have its own `edit`",
}
"""Files whose definitions do not count for "one name means one thing", each with the reason."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef


@dataclass(frozen=True)
class SourceFile:
    """A Python file of the product; `name` is its path from the root of the repository."""

    name: str
    text: str

    @property
    def package(self) -> str:
        return self.name.split("/", 1)[0]

    @property
    def file_name(self) -> str:
        return self.name.rsplit("/", 1)[-1]

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.name)

    @cached_property
    def functions(self) -> list[Function]:
        """Every function in the file, methods and nested ones among them."""
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]


def read_product(root: Path = ROOT, packages: Sequence[str] = PACKAGES) -> list[SourceFile]:
    """Returns the files of those packages that exist, without migrations."""
    paths = [path for package in packages for path in sorted((root / package).rglob("*.py"))]
    return [
        SourceFile(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
        for path in paths
        if "migrations" not in path.relative_to(root).parts
    ]


# Packages and names


def package_shares(files: Iterable[SourceFile]) -> dict[str, float]:
    """Returns each package's share of the product's lines, the largest first."""
    lines: Counter[str] = Counter()
    for file in files:
        lines[file.package] += len(file.lines)
    return {package: count / max(1, lines.total()) for package, count in lines.most_common()}


def named_files(files: Iterable[SourceFile]) -> list[SourceFile]:
    """Returns the files whose name was chosen: all but `__init__.py`."""
    return [file for file in files if file.file_name != "__init__.py"]


def distinct_name_share(files: Iterable[SourceFile]) -> float:
    """Returns the number of different file names, as a share of the number of files."""
    names = [file.file_name for file in named_files(files)]
    return len(set(names)) / max(1, len(names))


def ambiguous_names(files: Iterable[SourceFile]) -> dict[str, list[str]]:
    """Returns the public classes and functions that more than one module defines, with the files that do."""
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for file in files:
        if file.file_name in SHARED_FILES:
            continue
        defined = {node.name for node in file.tree.body if isinstance(node, Definition)}
        for name in defined:
            if not name.startswith("_") and name not in SHARED_NAMES:
                homes[name].append(file.name)
    return {name: sorted(where) for name, where in sorted(homes.items()) if len(where) > 1}


def violations(files: Sequence[SourceFile]) -> list[str]:
    """Returns a line for each bound that the product exceeds."""
    found = [
        f"{package}/ holds {share:.0%} of the product's lines; at most {LARGEST_PACKAGE:.0%}"
        for package, share in package_shares(files).items()
        if share > LARGEST_PACKAGE
    ]
    distinct = distinct_name_share(files)
    if distinct > DISTINCT_FILE_NAMES:
        found.append(f"{distinct:.0%} of file names are distinct; at most {DISTINCT_FILE_NAMES:.0%}")
    found += [
        f"{name} is defined in {len(homes)} modules: {', '.join(homes)}"
        for name, homes in ambiguous_names(files).items()
    ]
    return found


# Functions


def length(function: Function) -> int:
    """Returns the number of lines from `def` to the end of the body."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def raises(function: Function) -> bool:
    """Returns whether the function itself raises something: no re-raise, no NotImplementedError."""
    return any(isinstance(node, ast.Raise) and _is_of_its_own(node) for node in _own_nodes(function))


def _own_nodes(function: Function) -> Iterator[ast.AST]:
    """Yields the nodes of the body, without those of functions and classes defined in it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Definition | ast.Lambda):
            yield node
            waiting += ast.iter_child_nodes(node)


def _is_of_its_own(node: ast.Raise) -> bool:
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    if raised is None:
        return False
    return not (isinstance(raised, ast.Name) and raised.id == "NotImplementedError")


def says_raises(function: Function) -> bool:
    """Returns whether the docstring names what the function raises."""
    return bool(re.search(r"\braises\b", ast.get_docstring(function) or "", re.IGNORECASE))


# Comments and repeats


def comment_lines(file: SourceFile) -> int:
    """Returns how many lines carry a comment for people: directives such as `noqa` are not counted."""
    tokens = tokenize.generate_tokens(io.StringIO(file.text).readline)
    comments = [token for token in tokens if token.type == tokenize.COMMENT]
    return sum(not re.match(r"#\s*(noqa|type:|pragma:)", token.string) for token in comments)


@dataclass(frozen=True)
class Repeat:
    """A block that stands in two places, each given as `file:line`."""

    first: str
    second: str
    lines: int


@dataclass(frozen=True)
class Line:
    """A line that counts for repeats: no blank, bracket, comment or import."""

    file: str
    number: int
    text: str


def repeats(files: Iterable[SourceFile], at_least: int = REPEATED_LINES) -> list[Repeat]:
    """Returns the repeated blocks, the longest first. A third place makes a second repeat with the first place."""
    pages = [_counting_lines(file) for file in files]
    places: defaultdict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for page, lines in enumerate(pages):
        for start in range(len(lines) - at_least + 1):
            places[tuple(line.text for line in lines[start : start + at_least])].append((page, start))
    pairs = {(same[0], other) for same in places.values() for other in same[1:]}
    found = [
        _repeat(pages, first, second, at_least)
        for first, second in pairs
        if ((first[0], first[1] - 1), (second[0], second[1] - 1)) not in pairs  # the block begins here
    ]
    return sorted(found, key=lambda one: (-one.lines, one.first, one.second))


def _repeat(
    pages: Sequence[Sequence[Line]], first: tuple[int, int], second: tuple[int, int], at_least: int
) -> Repeat:
    one, other = pages[first[0]][first[1] :], pages[second[0]][second[1] :]
    count = at_least
    while count < min(len(one), len(other)) and one[count].text == other[count].text:
        count += 1
    return Repeat(f"{one[0].file}:{one[0].number}", f"{other[0].file}:{other[0].number}", count)


def _counting_lines(file: SourceFile) -> list[Line]:
    imports = {
        number
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    lines = enumerate((line.strip() for line in file.lines), start=1)
    return [
        Line(file.name, number, text)
        for number, text in lines
        if re.search(r"\w", text) and not text.startswith("#") and number not in imports
    ]


# Printing


def share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "none"


def spread(values: Sequence[int]) -> str:
    """Returns median, ninth decile and maximum as they are printed."""
    if not values:
        return "none"
    ninth = sorted(values)[min(len(values) - 1, len(values) * 9 // 10)]
    return f"median {statistics.median(values):.0f}, p90 {ninth}, max {max(values)}"


def report(files: Sequence[SourceFile]) -> list[str]:
    """Returns the lines that `make figures` prints."""
    named = named_files(files)
    functions = [function for file in files for function in file.functions]
    raising = [function for function in functions if raises(function)]
    total = sum(len(file.lines) for file in files)
    distinct = len({file.file_name for file in named})
    ambiguous = ambiguous_names(files)
    blocks = repeats(files)
    return [
        f"{'lines':<28}{total:,}, {comments_share(files, total)} of them with a comment",
        *(f"  {package:<26}{part:.1%}" for package, part in package_shares(files).items()),
        f"{'files without __init__.py':<28}{len(named)}: {spread([len(file.lines) for file in named])} lines",
        f"{'distinct file names':<28}{distinct}, {distinct_name_share(files):.0%} of the files",
        f"{'public names defined twice':<28}{len(ambiguous)}",
        *(f"  {name:<26}{', '.join(homes)}" for name, homes in ambiguous.items()),
        f"{'functions':<28}{len(functions):,}: {spread([length(function) for function in functions])} lines",
        f"{'  with a typed return':<28}{share(sum(one.returns is not None for one in functions), len(functions))}",
        f"{'  that raise':<28}{len(raising)}",
        f"{'    with a docstring':<28}{share(sum(bool(ast.get_docstring(one)) for one in raising), len(raising))}",
        f"{'    that says what':<28}{share(sum(map(says_raises, raising)), len(raising))}",
        f"{'repeated blocks':<28}{len(blocks)} of {REPEATED_LINES} lines or more",
    ]


def comments_share(files: Iterable[SourceFile], total: int) -> str:
    return f"{sum(map(comment_lines, files)) / max(1, total):.1%}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what was asked for and returns the exit status."""
    parser = argparse.ArgumentParser(description="Measures the product's code.")
    parser.add_argument(
        "--check", action="store_true", help="print what is out of bounds, and fail if anything is"
    )
    parser.add_argument("--repeats", action="store_true", help="list the repeated blocks")
    options = parser.parse_args(arguments)
    files = read_product()
    if options.check:
        found = violations(files)
        print("\n".join(found) or "Everything is within bounds.")
        return 1 if found else 0
    if options.repeats:
        print("\n".join(f"{one.lines:>4}  {one.first}  {one.second}" for one in repeats(files)) or "None.")
        return 0
    print("\n".join(report(files)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
