"""Deletes sign-ins that were begun and never finished: each leaves a row, and anybody can begin one."""

from __future__ import annotations

import time

from django.core.management import call_command
from social_django.models import Nonce

# Longer than social-auth lets a sign-in take (SOCIAL_AUTH_STATE_LIFETIME, half an hour).
ABANDONED = 24 * 3600


def delete_abandoned_sign_ins() -> int:
    """Deletes expired sessions and abandoned sign-ins; returns the number of the latter. For a daily task."""
    call_command("clearsessions")
    old = Nonce.objects.filter(timestamp__lt=int(time.time()) - ABANDONED)
    return old.delete()[0]
