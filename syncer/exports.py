"""A person's runs as a file, newest first: a row each for spreadsheets, or a line of JSON with the whole receipt."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import islice

from accounts.models import User
from library.exports import ExportFormat, as_csv, as_text
from syncer.access import runs_of
from syncer.models import SyncRun
from syncer.receipt import Receipt

# A receipt names the tracks that came and went: some kilobytes a run.
CHUNK = 200
RUN_HEADER = (
    *("id", "state", "trigger", "created_at", "started_at", "finished_at"),
    *("added", "removed", "saved_again", "in_library", "rows_in_sheet", "problem_code"),
)


def export_runs(user: User, form: ExportFormat) -> Iterator[str]:
    """Yields the parts of a file with all of the person's runs, newest first."""
    runs = runs_of(user).iterator(chunk_size=CHUNK)
    if form == "csv":
        yield as_csv([RUN_HEADER])
    while part := list(islice(runs, CHUNK)):
        yield as_csv(map(_row, part)) if form == "csv" else _lines(part)


def _row(run: SyncRun) -> tuple[object, ...]:
    receipt = Receipt.from_json(run.receipt)
    return (
        *(run.pk, run.state, run.trigger),
        *(as_text(at) for at in (run.created_at, run.started_at, run.finished_at)),
        *(receipt.added, receipt.removed, receipt.saved_again, receipt.in_history),
        *(receipt.sheet.sheet_rows if receipt.sheet else None, run.problem_code),
    )


def _lines(runs: Iterable[SyncRun]) -> str:
    return "".join(f"{json.dumps(_document(run), default=as_text)}\n" for run in runs)


def _document(run: SyncRun) -> dict[str, object]:
    problem = {"code": run.problem_code, "kind": run.problem_kind, "values": run.problem_values}
    return {
        "id": run.pk,
        "state": run.state,
        "trigger": run.trigger,
        "created_at": run.created_at,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "problem": problem if run.problem_code else None,
        "receipt": asdict(Receipt.from_json(run.receipt)),
    }
