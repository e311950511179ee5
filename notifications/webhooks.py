"""Webhooks as their owner makes, changes, tests and deletes them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from accounts.rate_limits import CostlyAction, spend
from accounts.sealing import seal
from notifications.deliveries import queue, switch_off
from notifications.messages import MessageData
from notifications.models import CHOSEN_EVENTS, Delivery, Event, Webhook
from notifications.problems import TooManyWebhooks, WebhookAddressInvalid
from notifications.signatures import make_signing_secret
from providers.webhooks.client import is_allowed_url

MOST_WEBHOOKS = 5


def make_webhook(user: User, *, url: str, events: Iterable[Event]) -> tuple[Webhook, str]:
    """Returns a new webhook, and its secret, which nothing shows again.

    Raises `TooManyWebhooks` and `WebhookAddressInvalid`.
    """
    _require_allowed(url)
    secret = make_signing_secret()
    with transaction.atomic():
        # Locked: two requests in the same moment would both find room for the last one.
        User.objects.select_for_update().get(pk=user.pk)
        if user.webhooks.count() >= MOST_WEBHOOKS:
            raise TooManyWebhooks(most=MOST_WEBHOOKS)
        webhook = Webhook.objects.create(
            user=user, url=url, events=_stored(events), secret_sealed=seal(secret)
        )
    return webhook, secret


def change_webhook(
    webhook: Webhook,
    *,
    url: str | None = None,
    events: Iterable[Event] | None = None,
    is_on: bool | None = None,
) -> None:
    """Stores what is given. One that is switched on again, or gets another address, has three days anew.

    Raises `WebhookAddressInvalid`.
    """
    fields: dict[str, object] = {}
    if url is not None:
        _require_allowed(url)
        fields |= {"url": url} | ({"failing_since": None} if url != webhook.url else {})
    if events is not None:
        fields["events"] = _stored(events)
    if webhook.switched_off_at is None:
        if is_on is False:
            switch_off(webhook, Webhook.OffReason.PERSON)
    elif is_on:
        fields |= {"switched_off_at": None, "failing_since": None, "off_reason": ""}
    elif fields:
        # Who changes it knows that it is off, and leaves it so.
        fields["off_reason"] = Webhook.OffReason.PERSON
    if fields:
        Webhook.objects.filter(pk=webhook.pk).update(**fields)
    webhook.refresh_from_db()


def request_test(webhook: Webhook) -> Delivery:
    """Returns a message that says nothing but that it is a test; it is tried once. Raises `LimitUsedUp`."""
    spend(webhook.user, CostlyAction.WEBHOOK_TEST)
    return queue([webhook], Event.TEST, MessageData())[0]


def _require_allowed(url: str) -> None:
    """Raises `WebhookAddressInvalid`."""
    if not is_allowed_url(url):
        raise WebhookAddressInvalid


def _stored(events: Iterable[Event]) -> list[str]:
    chosen = set(events)
    return [event.value for event in CHOSEN_EVENTS if event in chosen]
