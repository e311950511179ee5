"""Of webhooks that are off, a person is told of those that this site has switched off."""

from __future__ import annotations

import pytest

from notifications.access import dead_webhooks_of, problem_of
from notifications.deliveries import switch_off
from notifications.models import Event, Webhook
from notifications.webhooks import change_webhook

pytestmark = pytest.mark.django_db
OffReason = Webhook.OffReason
CODES = {OffReason.FAILING: "webhook_switched_off", OffReason.SECRET_LOST: "webhook_secret_lost"}


@pytest.mark.parametrize(("reason", "code"), [*CODES.items(), (OffReason.PERSON, ""), (OffReason.GONE, "")])
def test_who_has_not_switched_it_off_is_told_why_until_they_have_seen_to_it(alice, webhook, reason, code):
    def codes() -> list[str]:
        return [problem_of(one).code for one in dead_webhooks_of(alice)]

    for change in ({"is_on": True}, {"url": "https://hooks.example/b"}, {"events": [Event.NEEDS_YOU]}):
        switch_off(webhook, reason)
        webhook.refresh_from_db()
        assert codes() == ([code] if code else [])
        assert bool(problem_of(webhook)) is bool(code)
        change_webhook(webhook, **change)
        assert codes() == []
        change_webhook(webhook, is_on=True)


def test_the_problem_has_the_host_and_nothing_of_the_rest_of_the_address(webhook) -> None:
    webhook.off_reason = OffReason.FAILING
    assert problem_of(webhook).values == {"host": "hooks.example"}
