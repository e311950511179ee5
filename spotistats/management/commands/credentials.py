"""Says which credentials are there, and for what is missing where one gets it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from spotistats import credentials
from spotistats.credentials import Need


class Command(BaseCommand):
    help = "Which credentials this installation has. Exit status 1 when nobody could sign in or link a sheet."

    def handle(self, *args: Any, **options: Any) -> None:
        spotify, ways = credentials.spotify(), credentials.google()
        for need in (spotify, *ways):
            self.say(need)
        if spotify.missing:
            raise CommandError("Without Spotify's nobody can sign in. Put them into .env (see .env.example).")
        if all(way.missing for way in ways):
            raise CommandError("Without one of Google's two nobody can link a sheet. Put it into .env.")

    def say(self, need: Need) -> None:
        if not need.missing:
            self.stdout.write(f"✓ {', '.join(need.names)}: {need.purpose}")
            return
        self.stdout.write(f"✗ {' and '.join(need.missing)} missing: only with it {need.purpose}")
        self.stdout.write(f"    {need.page}")
        self.stdout.write(f"    {need.how}")
