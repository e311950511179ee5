"""What follows from a sign-in, whichever way it went."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.sessions import begin_session


@receiver(user_logged_in)
def mark_session(request: HttpRequest, **_: Any) -> None:
    begin_session(request)
