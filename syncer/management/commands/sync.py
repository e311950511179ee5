"""Syncs in the foreground: for cron, a CI scheduler, or an operator who wants to see the progress."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.management.people import named_user
from accounts.models import User
from accounts.revocation import revoke_due
from syncer import dispatch, leases, retention, runs, sync
from syncer.models import SyncRun
from syncer.presenters import describe_run
from syncer.signals import foreground_work

BAR = 30


class Command(BaseCommand):
    help = "Sync people in the foreground. Exit status 0: all done; 1: a run waits or stopped, or a name is unknown."

    def add_arguments(self, parser: CommandParser) -> None:
        people = parser.add_mutually_exclusive_group(required=True)
        people.add_argument("--user", help="a person's user name, Spotify id or number")
        people.add_argument("--all", action="store_true", help="all people who have linked a sheet")
        people.add_argument(
            "--due", action="store_true", help="the people who are due now, as the scheduler would"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises `CommandError` for an unknown name, and when a run is not done."""
        chosen = _due_runs() if options["due"] else _requested_runs(options["user"])
        # All requested before the first is worked on: meanwhile the others are shown as queued.
        ended = [self._work_on(run_id) for run_id in [run.pk for run in chosen]]
        if options["due"]:
            # With cron as the scheduler there is no beat that would do it.
            retention.tidy_up(timezone.now())
            revoke_due()
            foreground_work.send(sender=SyncRun)
        if not ended:
            self.stdout.write("Nobody to sync.")
        if any(run is None or run.state != SyncRun.State.DONE for run in ended):
            raise CommandError("Not everything is done; the lines above say what and why.", returncode=1)

    def _work_on(self, run_id: int) -> SyncRun | None:
        run = sync.run_sync(run_id, listener=self._draw)
        self._clear()
        if run is None:
            self.stdout.write(f"run {run_id}: another worker has it")
        else:
            self.stdout.write(describe_run(run))
        return run

    def _draw(self, run: SyncRun) -> None:
        # In a log, or in a mail of cron's, a bar would be one long line of control characters.
        if not self.stderr.isatty() or not run.progress_total:
            return
        filled = min(BAR * run.progress_done // run.progress_total, BAR)
        bar = "#" * filled + "-" * (BAR - filled)
        self.stderr.write(f"\r{run.phase:8} [{bar}] {run.progress_done}/{run.progress_total} ", ending="")
        self.stderr.flush()

    def _clear(self) -> None:
        if self.stderr.isatty():
            self.stderr.write("\r" + " " * (BAR + 40) + "\r", ending="")


def _due_runs() -> Iterable[SyncRun]:
    now = timezone.now()
    # Without the dispatcher's limit, which protects the queue: here the runs are worked on one after another.
    dispatch.make_due_runs(now, limit=1_000_000)
    return SyncRun.objects.filter(leases.free_to_take(now)).order_by("created_at")


def _requested_runs(name: str | None) -> Iterable[SyncRun]:
    for user in [named_user(name)] if name else _linked_users():
        run = runs.find_or_make(user, SyncRun.Trigger.COMMAND)
        runs.retry_now(run)
        yield run


def _linked_users() -> Iterable[User]:
    return User.objects.filter(sheet__isnull=False, is_active=True).order_by("pk")
