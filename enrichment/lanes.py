"""Leases of lanes: one chain of slices at a time works on a lane, as one worker on a run.

hold      free, or the lease has run out  ->  a token     (a worker that dies releases nothing)
keep      at each slice, by the token     ->  renewed, or False when another chain has taken over
release   nothing is left to do           ->  free at once
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from enrichment.models import EnrichmentLane


def hold(name: str) -> uuid.UUID | None:
    """Takes the lease of a lane. Returns its token, None while another chain has it."""
    # A token of its own: a chain that was thought dead must not renew or end the lease of its successor.
    now, token = timezone.now(), uuid.uuid4()
    lease = {"lease_until": now + settings.LEASE, "lease_token": token}
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    if EnrichmentLane.objects.filter(free, name=name).update(**lease):
        return token
    # Another chain has it, or nobody ever had: then it has no row yet.
    _, is_new = EnrichmentLane.objects.get_or_create(name=name, defaults=lease)
    return token if is_new else None


def keep(name: str, token: uuid.UUID) -> bool:
    """Renews the lease. Returns False when another chain took the lane over."""
    until = timezone.now() + settings.LEASE
    return bool(EnrichmentLane.objects.filter(name=name, lease_token=token).update(lease_until=until))


def release(name: str, token: uuid.UUID) -> None:
    """Ends the lease, if this token still has it."""
    EnrichmentLane.objects.filter(name=name, lease_token=token).update(lease_until=None, lease_token=None)
