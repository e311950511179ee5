"""A run as a person reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from problems.texts import describe
from syncer.models import SyncRun
from website.presenters import format_duration, format_moment
from website.runs.receipt import Receipt, receipt_of

State = SyncRun.State
ASKED_BY = {
    SyncRun.Trigger.SCHEDULE: "your daily schedule",
    SyncRun.Trigger.PERSON: "you",
    SyncRun.Trigger.ADMIN: "an admin",
    SyncRun.Trigger.COMMAND: "a command on the server",
}
OUTCOME = {
    State.QUEUED: "Starting",
    State.RUNNING: "Syncing",
    State.WAITING: "Waiting",
    State.DONE: "Done",
    State.FAILED: "Stopped",
}
STEPS = {"reading": "Reading your saved tracks from Spotify", "writing": "Writing into your sheet"}
# A page left open overnight must not ask every second for a run that waits until tomorrow.
POLL_SECONDS = {State.QUEUED: 1, State.RUNNING: 1, State.WAITING: 15}


@dataclass(frozen=True)
class RunPresenter:
    """What templates ask of a run; nothing here touches the database."""

    run: SyncRun

    @cached_property
    def receipt(self) -> Receipt:
        return receipt_of(self.run.receipt)

    @property
    def problem(self) -> str:
        """Why the run waits or stopped; "" for neither."""
        return describe(self.run.problem_code, self.run.problem_values)

    @property
    def when(self) -> str:
        return format_moment(self.run.created_at)

    @property
    def resumes(self) -> str:
        return format_moment(self.run.resume_at) if self.run.resume_at else ""

    @property
    def took(self) -> str:
        if not (self.run.started_at and self.run.finished_at):
            return ""
        return format_duration(max(self.run.finished_at - self.run.started_at, timedelta()))

    @property
    def asked_by(self) -> str:
        return ASKED_BY.get(SyncRun.Trigger(self.run.trigger), "")

    @property
    def outcome(self) -> str:
        if self.run.state == State.DONE and self.receipt.unchanged and not self.receipt.changes:
            return "Nothing new"
        return OUTCOME[State(self.run.state)]

    @property
    def step(self) -> str:
        return STEPS.get(self.run.phase, "Starting")

    @property
    def poll_seconds(self) -> int:
        """How often the page asks again; 0 when the run is over."""
        return POLL_SECONDS.get(State(self.run.state), 0)

    @property
    def stage(self) -> str:
        """What the rest of the page depends on: working, waiting or over."""
        if self.run.state == State.WAITING:
            return "waiting"
        return "working" if self.run.is_active else "over"

    @property
    def counts_tracks(self) -> bool:
        return self.run.progress_total > 0
