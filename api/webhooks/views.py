"""Makes, shows, changes, tests and deletes webhooks."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Path, Router, Status

from api.authentication import may_read, may_write, person_of
from api.cursors import decode_cursor, encode_cursor
from api.links import links_to
from api.parameters import Cursor, PageLimit
from api.webhooks.schemas import (
    CreatedWebhook,
    DeliveryDetails,
    DeliveryPage,
    NewWebhook,
    WebhookDetails,
    WebhookPatch,
)
from notifications.access import deliveries_of, webhook_of, webhooks_of
from notifications.models import Event
from notifications.webhooks import change_webhook, make_webhook, request_test

WebhookId = Annotated[int, Path(description="`id` of a webhook.")]

_OF_ONE = ("get_webhook", "update_webhook", "delete_webhook", "test_webhook", "list_deliveries")
_LISTED = {"links": links_to(*_OF_ONE, webhook_id="$response.body#/0/id")}
_MADE = {
    "headers": {"Location": {"schema": {"type": "string"}, "required": True}},
    "links": links_to(*_OF_ONE, webhook_id="$response.body#/webhook/id"),
}
_SENT = {"links": links_to("list_deliveries", webhook_id="$request.path.webhook_id")}

router = Router(tags=["Webhooks"])


@router.get(
    "",
    auth=may_read,
    response=list[WebhookDetails],
    openapi_extra={"responses": {200: _LISTED}},
    summary="List webhooks",
)
def list_webhooks(request: HttpRequest) -> list[WebhookDetails]:
    """Returns your webhooks, the oldest first. Nobody has more than five."""
    return [WebhookDetails.of(one) for one in webhooks_of(person_of(request))]


@router.post(
    "",
    auth=may_write,
    response={201: CreatedWebhook},
    openapi_extra={"responses": {201: _MADE}},
    summary="Make a webhook",
)
def create_webhook(request: HttpRequest, response: HttpResponse, new: NewWebhook) -> Status[CreatedWebhook]:
    """Makes a webhook. The answer is the only one that has its secret, `Location` is its address.

    The address has to begin with https:// and to belong to a host of the internet. It is called with POST, and what it
    answers does not matter, but for the status: 2xx takes the message, 410 switches the webhook off, anything else is tried
    again for a day.
    """
    webhook, secret = make_webhook(person_of(request), url=new.url, events=map(Event, new.events))
    response["Location"] = reverse("api:get_webhook", args=[webhook.pk])
    return Status(201, CreatedWebhook(webhook=WebhookDetails.of(webhook), secret=secret))


@router.get("/{int:webhook_id}", auth=may_read, response=WebhookDetails, summary="See a webhook")
def get_webhook(request: HttpRequest, webhook_id: WebhookId) -> WebhookDetails:
    """Returns a webhook, and since when it fails."""
    return WebhookDetails.of(webhook_of(person_of(request), webhook_id))


@router.patch("/{int:webhook_id}", auth=may_write, response=WebhookDetails, summary="Change a webhook")
def update_webhook(request: HttpRequest, webhook_id: WebhookId, patch: WebhookPatch) -> WebhookDetails:
    """Changes a webhook, or switches it on or off. Switching it off ends what is on its way to it."""
    webhook = webhook_of(person_of(request), webhook_id)
    events = map(Event, patch.events) if patch.events is not None else None
    change_webhook(webhook, url=patch.url, events=events, is_on=patch.is_on)
    return WebhookDetails.of(webhook)


@router.delete("/{int:webhook_id}", auth=may_write, response={204: None}, summary="Delete a webhook")
def delete_webhook(request: HttpRequest, webhook_id: WebhookId) -> Status[None]:
    """Deletes a webhook with its log. It is not called again."""
    webhook_of(person_of(request), webhook_id).delete()
    return Status(204, None)


@router.post(
    "/{int:webhook_id}/test",
    auth=may_write,
    response={201: DeliveryDetails},
    openapi_extra={"responses": {201: _SENT}},
    summary="Test a webhook",
)
def test_webhook(request: HttpRequest, webhook_id: WebhookId) -> Status[DeliveryDetails]:
    """Sends a message of the type `test`, once, also to a webhook that is switched off. Its log says what came of it."""
    delivery = request_test(webhook_of(person_of(request), webhook_id))
    return Status(201, DeliveryDetails.of(delivery))


@router.get(
    "/{int:webhook_id}/deliveries", auth=may_read, response=DeliveryPage, summary="List what was sent"
)
def list_deliveries(
    request: HttpRequest,
    webhook_id: WebhookId,
    limit: PageLimit = 20,
    cursor: Cursor = "",
) -> DeliveryPage:
    """Returns messages to a webhook, newest first, with the last answers to each. They are kept for 30 days."""
    sent = deliveries_of(webhook_of(person_of(request), webhook_id))
    if cursor:
        (pk,) = decode_cursor(cursor, int)
        sent = sent.filter(pk__lt=pk)
    found = list(sent[: limit + 1])
    following = encode_cursor(found[limit - 1].pk) if len(found) > limit else None
    return DeliveryPage(items=[DeliveryDetails.of(one) for one in found[:limit]], next=following)
