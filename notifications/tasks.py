"""The Celery tasks of this package. Each calls one function."""

from __future__ import annotations

from celery import shared_task

from notifications import deliveries


@shared_task
def deliver_due() -> None:
    """Every minute, from beat."""
    deliveries.deliver_due()


@shared_task
def deliver_message(delivery_id: int) -> None:
    """Calls one webhook."""
    deliveries.deliver(delivery_id)
