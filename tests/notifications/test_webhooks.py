"""A person makes, changes, tests and deletes webhooks of their own."""

from __future__ import annotations

import pytest

from accounts.problems import WebhookTestLimitUsedUp
from accounts.sealing import unseal
from notifications.models import Delivery, Event, Webhook
from notifications.problems import TooManyWebhooks, WebhookAddressInvalid
from notifications.webhooks import MOST_WEBHOOKS, change_webhook, make_webhook, request_test
from tests.support.cast import make_bob

pytestmark = pytest.mark.django_db
URL = "https://hooks.example/a"


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
    delivery = request_test(webhook)
    assert (delivery.event, Delivery.objects.count()) == (Event.TEST, 1)
    change_webhook(webhook, is_on=True)
    assert webhook.switched_off_at is None


def test_tests_are_limited(alice, webhook, settings) -> None:
    settings.WEBHOOK_TESTS_PER_MINUTE = 1
    request_test(webhook)
    with pytest.raises(WebhookTestLimitUsedUp):
        request_test(webhook)
    assert Delivery.objects.count() == 1
