"""Names each line of a template that is longer than djlint's `max_line_length` in pyproject.toml.

python3 tools/template_lines.py [FILE …]    without files: everything in templates/
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def longest_allowed(pyproject: Path = ROOT / "pyproject.toml") -> int:
    return int(tomllib.loads(pyproject.read_text(encoding="utf-8"))["tool"]["djlint"]["max_line_length"])


def too_long(paths: Iterable[Path], limit: int) -> Iterator[str]:
    """Yields `file:line: length` for each line with more characters than the limit."""
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if len(line) > limit:
                yield f"{path}:{number}: {len(line)} characters, at most {limit}"


def main(arguments: Sequence[str]) -> int:
    """Prints the lines that are too long and returns the exit status."""
    paths = [Path(name) for name in arguments] or sorted((ROOT / "templates").rglob("*.html"))
    found = list(too_long(paths, longest_allowed()))
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
