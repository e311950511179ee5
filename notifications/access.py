"""Look-ups of webhooks on behalf of a person: another person's is a 404, as one that does not exist."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from notifications.models import Delivery, Webhook
from notifications.problems import WebhookSecretLost, WebhookSwitchedOff
from problems.kinds import Problem

PROBLEMS: dict[str, type[Problem]] = {
    Webhook.OffReason.FAILING: WebhookSwitchedOff,
    Webhook.OffReason.SECRET_LOST: WebhookSecretLost,
}


def webhooks_of(user: User) -> QuerySet[Webhook]:
    """Returns the person's webhooks, the oldest first."""
    return Webhook.objects.filter(user=user)


def webhook_of(user: User, pk: int) -> Webhook:
    """Returns one of the person's webhooks. Raises `Http404`."""
    return get_object_or_404(webhooks_of(user), pk=pk)


def dead_webhooks_of(user: User) -> QuerySet[Webhook]:
    """Returns those that this site switched off, and that their owner has neither changed nor switched on since."""
    return webhooks_of(user).filter(off_reason__in=PROBLEMS)


def problem_of(webhook: Webhook) -> Problem | None:
    """Returns why this site switched a webhook off; None where it did not, or where the receiver asked for it."""
    problem = PROBLEMS.get(webhook.off_reason)
    # The host alone: in the path of an address there may be a key of the receiver's.
    return problem(host=urlsplit(webhook.url).hostname) if problem else None


def deliveries_of(webhook: Webhook) -> QuerySet[Delivery]:
    """Returns what was sent to a webhook and what is to be sent, the newest first."""
    return Delivery.objects.filter(webhook=webhook)
