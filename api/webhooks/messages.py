"""Messages to webhooks as the API's document describes them: an entry for each type that is sent.

What is sent is made by `notifications.messages`; a test holds the two equal.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from ninja.openapi.schema import REF_TEMPLATE
from pydantic import Field

from api.webhooks.examples import MESSAGES
from notifications.deliveries import WAITS
from notifications.models import Event


class DoneSyncData(Schema):
    """The sync, and its address in this API."""

    sync_id: int
    address: str
    problem: None
    held: None


class StoppedSyncData(Schema):
    """The sync, its address in this API, and the code of the problem that it stopped for."""

    sync_id: int
    address: str
    problem: str
    held: None


class HeldRemovalsData(Schema):
    """How many tracks wait for your answer, and the sync that found them; null where none is at work any more."""

    sync_id: int | None
    address: str | None
    problem: None
    held: int = Field(ge=1)


class NoData(Schema):
    """Nothing: it is a test."""

    sync_id: None
    address: None
    problem: None
    held: None


class SyncDoneMessage(Schema):
    """A sync is done."""

    type: Literal[Event.SYNC_DONE]
    timestamp: datetime
    data: DoneSyncData


class SyncStoppedMessage(Schema):
    """A sync has stopped."""

    type: Literal[Event.SYNC_STOPPED]
    timestamp: datetime
    data: StoppedSyncData


class NeedsYouMessage(Schema):
    """So that syncs go on, you have to do something; it comes with a `sync.stopped`."""

    type: Literal[Event.NEEDS_YOU]
    timestamp: datetime
    data: StoppedSyncData


class RemovalsHeldMessage(Schema):
    """Many tracks are missing at once, and are held until you answer."""

    type: Literal[Event.REMOVALS_HELD]
    timestamp: datetime
    data: HeldRemovalsData


class TestMessage(Schema):
    """You have asked for a test of the webhook."""

    type: Literal[Event.TEST]
    timestamp: datetime
    data: NoData


SCHEMAS: dict[Event, type[Schema]] = {
    Event.SYNC_DONE: SyncDoneMessage,
    Event.SYNC_STOPPED: SyncStoppedMessage,
    Event.NEEDS_YOU: NeedsYouMessage,
    Event.REMOVALS_HELD: RemovalsHeldMessage,
    Event.TEST: TestMessage,
}
_HEADERS: dict[str, tuple[str, dict[str, Any], Any]] = {
    "webhook-id": (
        "The same for each try of a message: one that comes twice is known by it.",
        {"type": "string", "pattern": "^msg_[0-9a-f]{32}$"},
        "msg_6f1c0f6de4d44a1bb7b5a1a0f0a8c9d2",
    ),
    "webhook-timestamp": (
        "When this try was made, in seconds since 1970. Refuse what is older than five minutes.",
        {"type": "integer", "minimum": 0},
        1795856672,
    ),
    "webhook-signature": (
        "`v1,` and in base64 the HMAC-SHA256 of webhook-id, webhook-timestamp and body, joined by dots. The key is the webhook's "
        "secret behind `whsec_`, decoded from base64. https://www.standardwebhooks.com",
        {"type": "string", "pattern": "^v1,[0-9A-Za-z+/]{43}=$"},
        "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
    ),
}
_TAKEN = {"description": "The message is taken. What the body says does not matter."}
_ANSWERS: dict[str, dict[str, str]] = {
    "2XX": _TAKEN,
    "410": {"description": "The webhook is switched off, and nothing more is sent to it."},
    "default": {
        "description": f"Any other status, a redirect too, and no answer within ten seconds: tried again {len(WAITS)} times within "
        "a day, later where `Retry-After` says so. A webhook that takes nothing for three days is switched off."
    },
}
_ANSWERS_TO_TEST = {
    "2XX": _TAKEN,
    "default": {"description": "A test is sent once. The list of what was sent shows the answer."},
}


def webhooks_of_document() -> dict[str, Any]:
    """Returns the `webhooks` of the document, by the type of the message."""
    return {event.value: {"post": _operation(event, schema)} for event, schema in SCHEMAS.items()}


def _operation(event: Event, schema: type[Schema]) -> dict[str, Any]:
    reference = {"$ref": REF_TEMPLATE.format(model=schema.__name__)}
    return {
        "summary": event.value,
        "description": schema.__doc__,
        "tags": ["Webhooks"],
        "parameters": [
            {
                "in": "header",
                "name": name,
                "required": True,
                "description": description,
                "schema": form,
                "example": example,
            }
            for name, (description, form, example) in _HEADERS.items()
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": reference, "example": MESSAGES[event]}},
        },
        "responses": _ANSWERS_TO_TEST if event == Event.TEST else _ANSWERS,
    }
