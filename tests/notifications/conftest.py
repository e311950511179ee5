"""Alice's webhook, and what stands in for the internet: each call is noted, and answered with the status that is set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from accounts.models import User
from notifications import deliveries
from notifications.models import CHOSEN_EVENTS, Webhook
from notifications.webhooks import make_webhook
from providers.webhooks.client import WebhookAnswer, WebhookFailure, WebhookUnanswered
from tests.support.cast import make_alice


@dataclass
class Internet:
    """`status` None is a receiver that is gone."""

    status: int | None = 204
    calls: list[tuple[str, bytes, dict[str, str]]] = field(default_factory=list)

    def send(self, url: str, body: bytes, headers: dict[str, str]) -> WebhookAnswer:
        self.calls.append((url, body, headers))
        if self.status is None:
            raise WebhookUnanswered(WebhookFailure.CONNECTION, 3)
        return WebhookAnswer(self.status, 12, None)

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for _, _, headers in self.calls]


@pytest.fixture
def internet(monkeypatch) -> Internet:
    internet = Internet()
    monkeypatch.setattr(deliveries, "send_webhook", internet.send)
    return internet


@pytest.fixture
def handed_out(monkeypatch) -> Iterator[list[int]]:
    """The numbers of the messages that workers were told of."""
    handed_out: list[int] = []
    monkeypatch.setattr(deliveries, "_hand_out", handed_out.extend)
    return handed_out


@pytest.fixture
def alice(db) -> User:
    return make_alice()


@pytest.fixture
def webhook(alice) -> Webhook:
    return make_webhook(alice, url="https://hooks.example/a", events=CHOSEN_EVENTS)[0]
