"""The log of deliveries is short."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from notifications.deliveries import queue
from notifications.messages import MessageData
from notifications.models import Delivery, Event
from syncer.retention import tidy_up


def test_deliveries_are_kept_for_thirty_days(webhook) -> None:
    old, young = (queue([webhook], Event.SYNC_DONE, MessageData())[0] for _ in range(2))
    now = timezone.now()
    Delivery.objects.filter(pk=old.pk).update(created_at=now - timedelta(days=30, seconds=1))
    tidy_up(now)
    assert Delivery.objects.get() == young
