"""Deletes sign-ins that were begun and never finished: each leaves a row, and anybody can begin one."""

from __future__ import annotations

import time

from social_django.models import Nonce

from accounts.sessions import SessionStore

# Longer than social-auth lets a sign-in take (SOCIAL_AUTH_STATE_LIFETIME, half an hour).
ABANDONED = 24 * 3600


def delete_abandoned_sign_ins() -> int:
    """Deletes expired sessions and abandoned sign-ins; returns the number of the latter. For a daily task."""
    SessionStore.clear_expired()
    old = Nonce.objects.filter(timestamp__lt=int(time.time()) - ABANDONED)
    return old.delete()[0]
