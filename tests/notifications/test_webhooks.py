"""A person makes, changes, tests and deletes webhooks of their own."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.problems import WebhookTestLimitUsedUp
from accounts.sealing import unseal
from notifications.deliveries import queue, switch_off
from notifications.messages import MessageData
from notifications.models import Delivery, Event, Webhook
from notifications.problems import TooManyWebhooks, WebhookAddressInvalid
from notifications.webhooks import MOST_WEBHOOKS, change_webhook, make_webhook, request_test
from tests.support.cast import make_bob

pytestmark = pytest.mark.django_db
URL = "https://hooks.example/a"
OffReason = Webhook.OffReason


def test_the_secret_is_sealed_and_shown_once(alice) -> None:
    webhook, secret = make_webhook(alice, url=URL, events=[Event.SYNC_DONE])
    row = Webhook.objects.values().get(pk=webhook.pk)
    assert secret not in str(row)
    assert unseal(row["secret_sealed"]) == secret


def test_nobody_has_more_than_five(alice) -> None:
    for _ in range(MOST_WEBHOOKS):
        make_webhook(alice, url=URL, events=[])
    with pytest.raises(TooManyWebhooks):
        make_webhook(alice, url=URL, events=[])
    make_webhook(make_bob(), url=URL, events=[])
    assert Webhook.objects.count() == MOST_WEBHOOKS + 1


def test_an_address_that_is_not_called_is_refused(alice, webhook) -> None:
    with pytest.raises(WebhookAddressInvalid):
        make_webhook(alice, url="http://hooks.example/", events=[])
    with pytest.raises(WebhookAddressInvalid):
        change_webhook(webhook, url="ftp://hooks.example/", events=[])
    assert Webhook.objects.get() == webhook
    assert Webhook.objects.get().events


def test_events_are_stored_once_each_in_their_order_and_a_test_is_none_to_choose(alice, webhook) -> None:
    change_webhook(webhook, events=[Event.TEST, Event.NEEDS_YOU, Event.SYNC_DONE, Event.NEEDS_YOU])
    assert webhook.events == ["sync.done", "needs_you"]


def test_one_that_is_switched_off_gets_nothing_but_tests(alice, webhook, internet) -> None:
    change_webhook(webhook, is_on=False)
    assert webhook.switched_off_at is not None
    assert webhook.off_reason == OffReason.PERSON
    delivery = request_test(webhook)
    assert (delivery.event, Delivery.objects.count()) == (Event.TEST, 1)
    change_webhook(webhook, is_on=True)
    assert (webhook.switched_off_at, webhook.off_reason) == (None, "")


def test_one_that_is_switched_off_twice_keeps_the_first_reason(webhook) -> None:
    switch_off(webhook, OffReason.FAILING)
    since = Webhook.objects.get().switched_off_at
    switch_off(webhook, OffReason.PERSON)
    assert (Webhook.objects.get().off_reason, Webhook.objects.get().switched_off_at) == ("failing", since)


def test_another_address_has_three_days_anew(webhook) -> None:
    Webhook.objects.update(failing_since=timezone.now())
    webhook.refresh_from_db()
    change_webhook(webhook, url=webhook.url, events=[Event.NEEDS_YOU])
    assert webhook.failing_since is not None
    change_webhook(webhook, url=f"{URL}/b")
    assert webhook.failing_since is None


@pytest.mark.parametrize(
    ("days", "status", "reason"),
    [(None, 500, "person"), (1, 500, "person"), (3, 500, "failing"), (1, 410, "gone")],
)
def test_those_that_were_off_before_reasons_were_stored_get_the_likely_one(webhook, days, status, reason):
    now = timezone.now()
    since = now - timedelta(days=days) if days else None
    Webhook.objects.update(switched_off_at=now, failing_since=since)
    queue([webhook], Event.SYNC_DONE, MessageData())
    Delivery.objects.update(status=status)
    import_module("notifications.migrations.0002_webhook_off_reason").fill(apps, None)
    assert Webhook.objects.get().off_reason == reason


def test_tests_are_limited(alice, webhook, settings) -> None:
    settings.WEBHOOK_TESTS_PER_MINUTE = 1
    request_test(webhook)
    with pytest.raises(WebhookTestLimitUsedUp):
        request_test(webhook)
    assert Delivery.objects.count() == 1
