"""Enrols the authenticator app of somebody who signs in to the admin; see `accounts.second_factor`."""

from __future__ import annotations

import io
from typing import Any

import segno
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.second_factor import Enrolment, begin_enrolment, store_enrolment

TRIES = 3


class Command(BaseCommand):
    help = (
        "Shows a QR code for an authenticator app, and makes that app the second factor of a member of staff once it"
        " has shown a right code. Then prints ten recovery codes. Replaces an app and codes that were there before."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--no-input", action="store_true", help="do not ask for a code of the app first")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises `CommandError` for somebody who is no staff, and when the app has shown no right code."""
        user = User.objects.filter(username=options["username"], is_staff=True).first()
        if user is None:
            raise CommandError(f"There is no member of staff with the username {options['username']}.")
        enrolment = begin_enrolment(user)
        self.stdout.write(_qr_code(enrolment.url))
        self.stdout.write(f"Scan this with an authenticator app, or type the secret: {enrolment.secret_text}")
        if not options["no_input"] and not _is_confirmed(enrolment):
            raise CommandError(
                "No right code: nothing was changed. Are the clocks of the phone and of this machine right?"
            )
        codes = store_enrolment(enrolment)
        self.stdout.write(f"\nFrom now on the admin asks {user.username} for a code, and for the password.")
        self.stdout.write(
            "Without the app each of these works once. They are not shown again; keep them safe:\n"
        )
        for code in codes:
            self.stdout.write(f"  {code}")


def _qr_code(text: str) -> str:
    drawn = io.StringIO()
    segno.make(text, micro=False).terminal(out=drawn, compact=True)
    return drawn.getvalue()


def _is_confirmed(enrolment: Enrolment) -> bool:
    return any(enrolment.shows(input("Code that the app shows now: ").strip()) for _ in range(TRIES))
