"""Deletes sign-ins that were begun and never finished: each leaves a row, and anybody can begin one."""

from __future__ import annotations

import time

from social_django.models import Nonce

from accounts.sessions import ANONYMOUS_AGE, SessionStore


def delete_abandoned_sign_ins() -> int:
    """Deletes expired sessions and abandoned sign-ins; returns the number of the latter. For a daily task."""
    SessionStore.clear_expired()
    old = Nonce.objects.filter(timestamp__lt=time.time() - ANONYMOUS_AGE.total_seconds())
    return old.delete()[0]
