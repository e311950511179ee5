"""Changes the key that stored tokens are sealed under; see `accounts.sealing`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.checks import first_key_error
from accounts.problems import KeyDoesNotOpen
from accounts.sealing import reseal_all
from problems.texts import describe_problem


class Command(BaseCommand):
    help = "Seals every stored token again under the newest key of ENCRYPTION_KEYS. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises `CommandError` when a stored token cannot be opened, or could not be opened by others afterwards."""
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
