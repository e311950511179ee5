"""The Celery tasks of this package. Each calls one function."""

from __future__ import annotations

from celery import shared_task

from accounts import revocation


@shared_task
def revoke_due() -> None:
    """Every minute, from beat."""
    revocation.revoke_due()
