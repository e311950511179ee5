"""Makes an access token of the API for somebody, on the machine of the site."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.api_tokens import make_token
from accounts.management.people import named_user
from accounts.models import ApiToken
from accounts.problems import TooManyApiTokens

MOST_DAYS = 3650


def _days(text: str) -> int:
    """Raises `ArgumentTypeError` for what is no number of days from 1 to ten years."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST_DAYS:
        raise ArgumentTypeError(f"{text} is no number of days from 1 to {MOST_DAYS}")
    return int(text)


class Command(BaseCommand):
    help = "Print a new access token of the API for a person. It is shown this once, and lasts until it is revoked or --days are over."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", required=True, help="a person's user name, Spotify id or number")
        parser.add_argument(
            "--scope",
            required=True,
            action="append",
            choices=ApiToken.Scope.values,
            help="what it may do; more than once for more",
        )
        parser.add_argument(
            "--name", default="made on the command line", help="how the person's page calls it"
        )
        parser.add_argument("--days", type=_days, help="how long it lasts")

    def handle(
        self, *args: Any, user: str, scope: list[str], name: str, days: int | None, **options: Any
    ) -> None:
        """Raises `CommandError` for a person who is none, or who has too many tokens."""
        most = ApiToken._meta.get_field("name").max_length or 0
        if not 1 <= len(name) <= most:
            raise CommandError(f"A name has up to {most} characters.")
        try:
            _token, text = make_token(
                named_user(user),
                name=name,
                scopes=map(ApiToken.Scope, scope),
                expires_at=timezone.now() + timedelta(days=days) if days else None,
            )
        except TooManyApiTokens as problem:
            raise CommandError(
                f"{user} has {problem.values['most']} tokens already: revoke one."
            ) from problem
        self.stdout.write(text)
