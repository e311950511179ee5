"""Deletes old deliveries: they are a log to find faults by, and no history."""

from __future__ import annotations

from datetime import datetime, timedelta

from notifications.models import Delivery

KEPT_FOR = timedelta(days=30)


def forget_deliveries(now: datetime) -> int:
    """Deletes what was made longer ago than it is kept; returns how many rows."""
    return Delivery.objects.filter(created_at__lt=now - KEPT_FOR).delete()[0]
