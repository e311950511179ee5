"""Look-ups of webhooks on behalf of a person: another person's is a 404, as one that does not exist."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from notifications.models import Delivery, Webhook


def webhooks_of(user: User) -> QuerySet[Webhook]:
    """Returns the person's webhooks, the oldest first."""
    return Webhook.objects.filter(user=user)


def webhook_of(user: User, pk: int) -> Webhook:
    """Returns one of the person's webhooks. Raises `Http404`."""
    return get_object_or_404(webhooks_of(user), pk=pk)


def dead_webhooks_of(user: User) -> QuerySet[Webhook]:
    """Returns those that were switched off because they took nothing."""
    return webhooks_of(user).filter(switched_off_at__isnull=False, failing_since__isnull=False)


def deliveries_of(webhook: Webhook) -> QuerySet[Delivery]:
    """Returns what was sent to a webhook and what is to be sent, the newest first."""
    return Delivery.objects.filter(webhook=webhook)
