"""Lists the credentials of this installation, and for those that are missing the page where to get them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from spotistats.credentials import Requirement, google_requirements, spotify_requirement


class Command(BaseCommand):
    help = "Which credentials this installation has. Exit status 1 when nobody could sign in or link a sheet."

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises `CommandError` when no one could sign in, or no one could link a sheet."""
        spotify, ways = spotify_requirement(), google_requirements()
        for requirement in (spotify, *ways):
            self.write(requirement)
        if spotify.missing:
            raise CommandError("Without Spotify's nobody can sign in. Put them into .env (see .env.example).")
        if all(way.missing for way in ways):
            raise CommandError("Without one of Google's two nobody can link a sheet. Put it into .env.")

    def write(self, requirement: Requirement) -> None:
        if not requirement.missing:
            # The names alone: a terminal's log is no place for a secret.
            self.stdout.write(f"✓ {', '.join(requirement.names)}: {requirement.purpose}")
            return
        self.stdout.write(
            f"✗ {' and '.join(requirement.missing)} missing: only with it {requirement.purpose}"
        )
        self.stdout.write(f"    {requirement.page}")
        self.stdout.write(f"    {requirement.instructions}")
