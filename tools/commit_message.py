"""Refuses a commit message whose subject is missing, too long, or not set off from the body.

python3 tools/commit_message.py FILE    as git's commit-msg hook calls it
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

LONGEST_SUBJECT = 72
SCISSORS = "# ------------------------ >8 ------------------------"
"""Below this line `git commit --verbose` shows the diff."""


def problems(message: str) -> Iterator[str]:
    """Yields a line for each rule that the message breaks; git's own comment lines do not count."""
    written = message.partition(SCISSORS)[0].splitlines()
    subject, *rest = [line for line in written if not line.startswith("#")] or [""]
    if not subject.strip():
        yield "The first line is empty: it is the subject."
    if len(subject) > LONGEST_SUBJECT:
        yield f"The subject has {len(subject)} characters; at most {LONGEST_SUBJECT}: move the rest into the body."
    if subject.endswith("."):
        yield "The subject ends with a full stop: leave it out."
    if rest and rest[0].strip():
        yield "The second line is not empty: a blank line sets the body off from the subject."


def main(arguments: Sequence[str]) -> int:
    """Prints what is wrong with the message and returns the exit status."""
    (path,) = arguments
    found = list(problems(Path(path).read_text(encoding="utf-8")))
    print("\n".join(found), end="\n" if found else "", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
