"""Changes the key that stored tokens are sealed under; see `accounts.sealing`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.checks import first_key_error
from accounts.problems import KeyDoesNotOpen
from accounts.sealing import give_up_lost, reseal_all
from problems.texts import describe_problem


class Command(BaseCommand):
    help = "Seals every stored token again under the newest key of ENCRYPTION_KEYS. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--give-up-lost",
            action="store_true",
            help="Instead, where keys are lost for good: empty what no key opens. People connect again, and staff enrol"
            " their authenticator app again.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises `CommandError` when a stored token cannot be opened, or could not be opened by others afterwards."""
        if options["give_up_lost"]:
            self.stdout.write(f"{give_up_lost()} given up: what no key of ENCRYPTION_KEYS opens.")
            return
        if reason := first_key_error():
            raise CommandError(reason)
        try:
            report = reseal_all()
        except KeyDoesNotOpen as problem:
            raise CommandError(describe_problem(problem)) from problem
        self.stdout.write(
            f"{report.resealed} sealed again, {report.already} already under the newest key,"
            f" {report.changed_meanwhile} changed meanwhile."
        )
        if report.changed_meanwhile:
            self.stdout.write("Run it once more for those that changed.")
