"""Who works on a lane: one chain of slices at a time, held with a lease as runs are."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from enrichment.models import EnrichmentLane


def hold(name: str) -> uuid.UUID | None:
    """A token for the lane, or None while another chain has it."""
    EnrichmentLane.objects.get_or_create(name=name)
    now, token = timezone.now(), uuid.uuid4()
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    lane = EnrichmentLane.objects.filter(free, name=name)
    return token if lane.update(lease_until=now + settings.LEASE, lease_token=token) else None


def keep(name: str, token: uuid.UUID) -> bool:
    """Holds on for another lease; False when another chain took the lane over."""
    until = timezone.now() + settings.LEASE
    return bool(EnrichmentLane.objects.filter(name=name, lease_token=token).update(lease_until=until))


def release(name: str, token: uuid.UUID) -> None:
    EnrichmentLane.objects.filter(name=name, lease_token=token).update(lease_until=None, lease_token=None)
