"""Webhooks and what was sent to them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StrictBool, WithJsonSchema

from notifications.answers import Answer, newest_first
from notifications.models import Delivery, Event, Webhook
from providers.webhooks.client import LONGEST_URL

WebhookEvent = Literal["sync.done", "sync.stopped", "needs_you", "removals.held"]
WebhookUrl = Annotated[
    str,
    Field(
        max_length=LONGEST_URL,
        examples=["https://hooks.example.com/spotistats"],
        description="The address that is called: https, and a host of the internet.",
    ),
]
ChosenEvents = Annotated[
    list[WebhookEvent],
    Field(min_length=1, max_length=10, description="What it is called on, by the `type` of the message."),
]


class WebhookDetails(Schema):
    """An address that is called. `failing_since`: it has taken nothing since then; after three days it is switched off.

    `off_reason` is empty while it is on.
    """

    id: int
    url: str
    events: list[WebhookEvent]
    is_on: bool
    created_at: datetime
    failing_since: datetime | None
    switched_off_at: datetime | None
    off_reason: Annotated[str, WithJsonSchema({"type": "string", "enum": ["", *Webhook.OffReason.values]})]

    @classmethod
    def of(cls, webhook: Webhook) -> WebhookDetails:
        """Returns what the API shows of a webhook: no secret."""
        return cls(
            id=webhook.pk,
            url=webhook.url,
            events=webhook.events,
            is_on=webhook.switched_off_at is None,
            created_at=webhook.created_at,
            failing_since=webhook.failing_since,
            switched_off_at=webhook.switched_off_at,
            off_reason=webhook.off_reason,
        )


class NewWebhook(Schema):
    """An address to be called, and on what."""

    model_config = ConfigDict(extra="forbid")

    url: WebhookUrl
    events: ChosenEvents


class CreatedWebhook(Schema):
    """A new webhook. `secret` is what its messages are signed with; nothing shows it again."""

    webhook: WebhookDetails
    secret: str


class WebhookPatch(Schema):
    """What is to be different; what is left out, or null, stays as it is."""

    model_config = ConfigDict(extra="forbid")

    url: WebhookUrl | None = Field(None, description="Another address. Null: it stays.")
    events: ChosenEvents | None = Field(None, description="All events anew. Null: they stay.")
    is_on: StrictBool | None = Field(
        None,
        description="`false`: nothing is sent to it. `true`: it begins anew, as one that has not failed.",
    )


class DeliveryAnswer(Schema):
    """What came of a try. `status` is null where there was no answer; `failure` says why."""

    at: datetime
    status: int | None
    failure: str
    milliseconds: int | None

    @classmethod
    def of(cls, answer: Answer) -> DeliveryAnswer:
        """Returns what the API shows of a try."""
        return cls(
            at=answer.at, status=answer.status, failure=answer.failure, milliseconds=answer.milliseconds
        )


class DeliveryDetails(Schema):
    """A message. `status`, `failure` and `milliseconds` are of the last try; `next_try_at` is null once it has ended.

    `answers` are those of the last ten tries, newest first.
    """

    id: int
    message_id: str
    event: Event
    # Not by its name: a connection has a `State` as well.
    state: Annotated[Delivery.State, WithJsonSchema({"type": "string", "enum": Delivery.State.values})]
    created_at: datetime
    attempts: int
    tried_at: datetime | None
    next_try_at: datetime | None
    status: int | None
    failure: str
    milliseconds: int | None
    answers: list[DeliveryAnswer]

    @classmethod
    def of(cls, delivery: Delivery) -> DeliveryDetails:
        """Returns what the API shows of a message: not what it said, and not what was answered."""
        return cls(
            id=delivery.pk,
            message_id=delivery.message_id,
            event=Event(delivery.event),
            state=Delivery.State(delivery.state),
            created_at=delivery.created_at,
            attempts=delivery.attempts,
            tried_at=delivery.tried_at,
            next_try_at=delivery.due_at if delivery.state == Delivery.State.DUE else None,
            status=delivery.status,
            failure=delivery.failure,
            milliseconds=delivery.milliseconds,
            answers=[DeliveryAnswer.of(one) for one in newest_first(delivery.answers)],
        )


class DeliveryPage(Schema):
    """A page of messages, newest first. `next` is the cursor of the page below, null on the last."""

    items: list[DeliveryDetails]
    next: str | None
