"""Everything the home page says about one person, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from problems.texts import describe
from sheets.models import LinkedSheet
from syncer import schedule
from syncer.access import runs_of
from syncer.models import Schedule, SyncRun
from website.connections import Connection, Health, connections_of
from website.presenters import moment
from website.runs.presenters import ToldRun

RUNS_SHOWN = 7


@dataclass(frozen=True)
class State:
    """`next_sync` is "" when nothing is planned; `google` None when the sheet does not need it."""

    spotify: Connection
    google: Connection | None
    sheet: LinkedSheet | None
    schedule: Schedule
    next_sync: str
    runs: list[ToldRun]

    @property
    def problem(self) -> str:
        """What the schedule is paused for; "" while it is not."""
        return describe(self.schedule.problem_code, self.schedule.problem_values)

    @property
    def active(self) -> ToldRun | None:
        return self.runs[0] if self.runs and self.runs[0].run.is_active else None

    @property
    def past(self) -> list[ToldRun]:
        return [told for told in self.runs if not told.run.is_active]

    @property
    def last(self) -> ToldRun | None:
        return self.past[0] if self.past else None

    @property
    def headline(self) -> str:
        if self.sheet is None:
            return "One step left: your sheet"
        if self.schedule.pause == Schedule.Pause.PROBLEM:
            return "Paused until one thing is fixed"
        if self.active:
            return "Waiting to go on" if self.active.run.state == SyncRun.State.WAITING else "Syncing now"
        if self.last is None:
            return "Ready for the first sync"
        return (
            "Your sheet is up to date"
            if self.last.run.state == SyncRun.State.DONE
            else "The last sync stopped"
        )

    @property
    def mood(self) -> str:
        """Names the colour of the headline's dot: good, busy, calm or bad."""
        if self.schedule.pause == Schedule.Pause.PROBLEM or self.spotify.health is Health.ENDED:
            return "bad"
        if self.active:
            return "busy"
        if self.sheet is None or self.last is None:
            return "calm"
        return "good" if self.last.run.state == SyncRun.State.DONE else "bad"


def state_of(user: User) -> State:
    sheet = LinkedSheet.objects.filter(user=user).first()
    planned = schedule.next_local_time(user)
    connections = connections_of(user)
    created = sheet is not None and sheet.method == LinkedSheet.Method.CREATED
    return State(
        spotify=connections["spotify"],
        google=connections["google"] if created else None,
        sheet=sheet,
        schedule=schedule.get_schedule(user),
        next_sync=moment(planned) if planned else "",
        runs=[ToldRun(run) for run in runs_of(user)[:RUNS_SHOWN]],
    )
