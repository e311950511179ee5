"""A sync as the API shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import WithJsonSchema

from problems.texts import describe
from syncer.models import SyncRun
from syncer.receipt import Receipt


class SyncProgress(Schema):
    """How far an active sync is: tracks read while reading, nothing to count while writing."""

    phase: str
    done: int
    total: int


class SyncProblem(Schema):
    """Why a sync waits or has stopped, by a code that stays, in words that may change."""

    code: str
    kind: str
    values: dict[str, Any]
    detail: str

    @classmethod
    def of(cls, code: str, kind: str, values: dict[str, Any]) -> SyncProblem:
        """Returns what the API shows of a problem that was stored."""
        return cls(code=code, kind=kind, values=values, detail=describe(code, values))


class Sync(Schema):
    """One sync, whoever asked for it. `resume_at` is when a waiting one continues by itself."""

    id: int
    # Not by its name: a connection has a `State` as well.
    state: Annotated[SyncRun.State, WithJsonSchema({"type": "string", "enum": SyncRun.State.values})]
    trigger: SyncRun.Trigger
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    resume_at: datetime | None
    progress: SyncProgress
    problem: SyncProblem | None
    receipt: Receipt

    @classmethod
    def of(cls, run: SyncRun) -> Sync:
        """Returns what the API shows of a run."""
        problem = None
        if run.problem_code:
            problem = SyncProblem.of(run.problem_code, run.problem_kind, run.problem_values)
        return cls(
            id=run.pk,
            state=SyncRun.State(run.state),
            trigger=SyncRun.Trigger(run.trigger),
            created_at=run.created_at,
            started_at=run.started_at,
            finished_at=run.finished_at,
            resume_at=run.resume_at,
            progress=SyncProgress(phase=run.phase, done=run.progress_done, total=run.progress_total),
            problem=problem,
            receipt=Receipt.from_json(run.receipt),
        )


class SyncList(Schema):
    """A page of syncs, newest first. `next` is the cursor of the page below, null on the last."""

    items: list[Sync]
    next: str | None
