"""`python -m bench`: measures everything and writes docs/benchmarks.md. With names of cases: prints only those.

`questions`, `export` and `pages` are shown as the page shows them; for the first and the last, which are in units of the
script, that is measured before them.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench import machine, page
from bench.cases import CASES
from bench.databases import databases
from bench.rounds import Result, Rounds, environment

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
# On a machine that does other things too, a single time says little.
TIMED = {"import": "to_sheet", "script": "to_sheet", "unchanged": "cpu_ms", "dispatch": "seconds"}
TIMES = 3
UNIT = "script-0ms"
PARTS = {"questions": page.questions, "export": page.export, "pages": page.pages}
IN_UNITS = {"questions", "pages"}


def main() -> None:
    only = _options().case
    with tempfile.TemporaryDirectory() as folder:
        everyone = environment(Path(folder))
        with databases(os.environ.get("DATABASE_URL", ""), Path(folder), everyone) as made:
            before = machine.load()
            rounds = Rounds(made, everyone)
            results = {name: _measured(rounds, name) for name in _with_unit(only) or CASES}
            where = f"{machine.description()}; {made.version}"
    for name in [name for name in PARTS if name in only]:
        print("", *PARTS[name](results), f"{where}. Load of the machine: {before} before.", sep="\n\n")
    if not only:
        load = f"{before} before, {machine.load()} after"
        text = page.write(results, where=where, load=load, day=datetime.now(UTC).date())
        PAGE.write_text(f"{text}\n", encoding="utf-8")
        print(f"\n{text}")


def _with_unit(only: Sequence[str]) -> list[str]:
    """Returns the names with the unit in front, where one of them needs it."""
    return [UNIT, *(name for name in only if name != UNIT)] if IN_UNITS & set(only) else list(only)


def _measured(rounds: Rounds, name: str) -> Result:
    print(f"{name} … ", end="", flush=True)
    by = TIMED.get(name.partition("-")[0])
    result = rounds.best(name, TIMES, by=by) if by else rounds.run(name)
    print(json.dumps(result), flush=True)
    return result


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="What a sync costs, measured.")
    parser.add_argument("case", nargs="*", help=f"only these, and write no page: {', '.join(CASES)}")
    options = parser.parse_args()
    if unknown := set(options.case) - CASES.keys():
        parser.error(f"there is no measurement {', '.join(sorted(unknown))}")
    return options


if __name__ == "__main__":
    main()
