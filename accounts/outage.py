"""Tells a vendor's outage from people who took their permission back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from accounts.models import Credential

WINDOW = timedelta(minutes=15)
PEOPLE = 3
SHARE = 5


def looks_like_outage(provider: str, client_id: str, now: datetime) -> bool:
    """Whether at least three people, and a fifth of those whose token was renewed or refused lately, were refused.

    People whose consent is older than a vendor's limit do not count: many of them may end on one day.
    """
    since = now - WINDOW
    lately = Credential.objects.filter(
        Q(refused_at__gte=since) | Q(refreshed_at__gte=since), provider=provider, client_id=client_id
    ).exclude(provider=Credential.Provider.SPOTIFY, authorized_at__lt=now - timedelta(days=180))
    refused = lately.filter(refused_at__gte=since).count()
    return refused >= PEOPLE and refused * SHARE >= lately.count()
