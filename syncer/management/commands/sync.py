"""The same sync in the foreground: for cron, a CI scheduler, or a look at what happens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from problems.texts import describe
from syncer import dispatch, retention, runs, sync
from syncer.models import SyncRun

BAR = 30


class Command(BaseCommand):
    help = (
        "Sync people in the foreground. Exit status 0: all done; 1: somebody waits, stopped, or is unknown."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--user", help="a person's user name, Spotify id or number")
        who.add_argument("--all", action="store_true", help="everybody who has linked a sheet")
        who.add_argument("--due", action="store_true", help="whoever is due now, as the scheduler would")

    def handle(self, *args: Any, **options: Any) -> None:
        runs_to_do = (
            [run.pk for run in self.due()] if options["due"] else [run.pk for run in self.asked(options)]
        )
        ended = [self.one(run_id) for run_id in runs_to_do]
        if options["due"]:
            retention.tidy_up(timezone.now())  # there may be no beat that would
        if not ended:
            self.stdout.write("Nobody to sync.")
        if any(run is None or run.state != SyncRun.State.DONE for run in ended):
            raise CommandError("Not everything is done; the lines above say what and why.", returncode=1)

    def due(self) -> Iterable[SyncRun]:
        now = timezone.now()
        dispatch.make_due_runs(now, limit=1_000_000)
        return SyncRun.objects.filter(runs.free_to_take(now)).order_by("created_at")

    def asked(self, options: dict[str, Any]) -> Iterable[SyncRun]:
        for user in [find(options["user"])] if options["user"] else linked():
            run = runs.find_or_make(user, SyncRun.Trigger.COMMAND)
            runs.retry_now(run)
            yield run

    def one(self, run_id: int) -> SyncRun | None:
        run = sync.run_sync(run_id, listener=self.draw)
        self.clear()
        if run is None:
            self.stdout.write(f"run {run_id}: another worker has it")
        else:
            self.stdout.write(line_of(run))
        return run

    def draw(self, run: SyncRun) -> None:
        if not self.stderr.isatty() or not run.progress_total:
            return
        filled = min(BAR * run.progress_done // run.progress_total, BAR)
        bar = "#" * filled + "-" * (BAR - filled)
        self.stderr.write(f"\r{run.phase:8} [{bar}] {run.progress_done}/{run.progress_total} ", ending="")
        self.stderr.flush()

    def clear(self) -> None:
        if self.stderr.isatty():
            self.stderr.write("\r" + " " * (BAR + 40) + "\r", ending="")


def find(name: str) -> User:
    """A person by user name, Spotify id or primary key."""
    for field in ("username", "spotify_id", "spotify_account_id", *(("pk",) if name.isdigit() else ())):
        user = User.objects.filter(**{field: name}).first()
        if user is not None:
            return user
    everybody = settings.SITE_URL + reverse("admin:accounts_user_changelist")
    raise CommandError(f"There is nobody called {name!r} here. The admin lists everybody: {everybody}")


def linked() -> Iterable[User]:
    return User.objects.filter(sheet__isnull=False, is_active=True).order_by("pk")


def line_of(run: SyncRun) -> str:
    """One line a person reads: who, what happened, how much."""
    if run.state == SyncRun.State.DONE:
        receipt = run.receipt
        return (
            f"{run.user}: done. Spotify {receipt.get('spotify_total')}, database {receipt.get('database')},"
            f" sheet {receipt.get('sheet_rows')}; {receipt.get('added')} added, {receipt.get('removed')} removed;"
            f" {run.spotify_requests} Spotify and {run.google_reads + run.google_writes} Google requests"
        )
    when = f" until {run.resume_at:%Y-%m-%d %H:%M} UTC" if run.resume_at else ""
    return f"{run.user}: {run.get_state_display()}{when}. {describe(run.problem_code, run.problem_values)}"
