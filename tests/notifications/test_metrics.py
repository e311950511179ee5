from __future__ import annotations

import pytest

from notifications.metrics import collect_webhook_metrics
from notifications.models import Delivery, Webhook
from tests.support.cast import make_user
from tests.support.figures import figures_in

pytestmark = pytest.mark.django_db


def test_webhooks_and_deliveries_are_counted_by_state() -> None:
    reason = Webhook.OffReason.values[0]
    off, on = (
        Webhook.objects.create(user=make_user(name), url="https://a.example", off_reason=why)
        for name, why in (("ada", reason), ("ben", ""))
    )
    for number, webhook in enumerate((on, on, off)):
        Delivery.objects.create(webhook=webhook, message_id=str(number), event="test", body="{}")
    figures = figures_in(collect_webhook_metrics())
    assert figures["webhooks", reason] == figures["webhooks", ""] == 1
    assert figures["webhook_deliveries", "due"] == 3
    assert {key[1] for key in figures if key[0] == "webhook_deliveries"} == set(Delivery.State.values)
