"""Forgets sign-ins that were begun and never finished: each leaves a row, and anybody can begin one."""

from __future__ import annotations

import time

from django.core.management import call_command
from social_django.models import Nonce

# Longer than social-auth lets a sign-in take (SOCIAL_AUTH_STATE_LIFETIME, half an hour).
ABANDONED = 24 * 3600


def sweep_sign_ins() -> int:
    """For a daily task: clears ended sessions and abandoned sign-ins; the number of the latter."""
    call_command("clearsessions")
    old = Nonce.objects.filter(timestamp__lt=int(time.time()) - ABANDONED)
    return old.delete()[0]
