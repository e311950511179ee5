"""Webhooks by API: made with a secret that is shown once, changed, tested, read, deleted."""

from __future__ import annotations

from typing import get_args

import pytest
from django.utils import timezone

from accounts.sealing import unseal
from api.webhooks.schemas import WebhookEvent
from notifications.answers import Answer
from notifications.deliveries import queue
from notifications.messages import MessageData
from notifications.models import CHOSEN_EVENTS, Delivery, Event, Webhook
from notifications.webhooks import MOST_WEBHOOKS, make_webhook
from tests.api.conftest import Scope, assert_refused, caller
from tests.support.cast import make_bob

URL = "https://hooks.example/a"
NEW = {"url": URL, "events": ["needs_you", "sync.done"]}


@pytest.fixture
def webhook(alice) -> Webhook:
    return make_webhook(alice, url=URL, events=CHOSEN_EVENTS)[0]


def test_the_document_names_the_events_that_there_are() -> None:
    assert get_args(WebhookEvent) == CHOSEN_EVENTS


def test_the_secret_is_in_the_first_answer_alone(call, alice) -> None:
    made = call("POST", "/webhooks", NEW)
    assert made.status_code == 201
    secret = made.json()["secret"]
    assert secret.startswith("whsec_")
    assert unseal(Webhook.objects.get().secret_sealed) == secret
    shown = made.json()["webhook"]
    assert (shown["url"], shown["events"], shown["is_on"]) == (URL, ["sync.done", "needs_you"], True)
    listed = call("GET", "/webhooks")
    assert listed.json() == [shown]
    assert call("GET", f"/webhooks/{shown['id']}").json() == shown
    assert "secret" not in listed.content.decode()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"url": "http://hooks.example/", "events": ["sync.done"]}, "webhook_address_invalid"),
        ({"url": "https://ann:pw@hooks.example/", "events": ["sync.done"]}, "webhook_address_invalid"),
        ({"url": URL, "events": []}, "api_request_invalid"),
        ({"url": URL, "events": ["test"]}, "api_request_invalid"),
        ({"url": URL, "events": ["sync.done"], "secret": "mine"}, "api_request_invalid"),
        ({"url": URL + "a" * 500, "events": ["sync.done"]}, "api_request_invalid"),
    ],
)
def test_what_cannot_be_called_is_refused(call, body, code) -> None:
    assert_refused(call("POST", "/webhooks", body), 422, code)
    assert not Webhook.objects.exists()


def test_a_sixth_is_refused(call, alice) -> None:
    for _ in range(MOST_WEBHOOKS):
        make_webhook(alice, url=URL, events=[])
    assert_refused(call("POST", "/webhooks", NEW), 409, "too_many_webhooks")


def test_a_change_changes_what_it_names(call, webhook) -> None:
    path = f"/webhooks/{webhook.pk}"
    assert call("PATCH", path, {"events": ["needs_you"]}).json()["events"] == ["needs_you"]
    off = call("PATCH", path, {"is_on": False}).json()
    assert (off["is_on"], off["events"], off["url"]) == (False, ["needs_you"], URL)
    assert off["off_reason"] == "person"
    on = call("PATCH", path, {"is_on": True, "url": URL + "/b"}).json()
    assert (on["is_on"], on["switched_off_at"], on["url"]) == (True, None, URL + "/b")
    assert_refused(call("PATCH", path, {"url": "ftp://a"}), 422, "webhook_address_invalid")


def test_one_that_is_deleted_is_gone_with_its_log(call, webhook) -> None:
    queue([webhook], Event.SYNC_DONE, MessageData())
    assert call("DELETE", f"/webhooks/{webhook.pk}").status_code == 204
    assert not Delivery.objects.exists()
    assert_refused(call("DELETE", f"/webhooks/{webhook.pk}"), 404, "api_not_found")


def test_a_test_is_on_its_way_and_limited(call, webhook, settings) -> None:
    settings.WEBHOOK_TESTS_PER_MINUTE = 1
    sent = call("POST", f"/webhooks/{webhook.pk}/test")
    assert (sent.status_code, sent.json()["event"], sent.json()["state"]) == (201, "test", "due")
    refused = call("POST", f"/webhooks/{webhook.pk}/test")
    assert_refused(refused, 429, "webhook_test_limit")
    assert int(refused["Retry-After"]) <= 61


def test_the_log_is_read_page_by_page_while_messages_arrive(call, webhook) -> None:
    for _ in range(3):
        queue([webhook], Event.SYNC_DONE, MessageData())
    answers = [Answer(timezone.now(), status, "", 12).to_json() for status in (500, 200)]
    Delivery.objects.update(state="taken", status=200, milliseconds=12, answers=answers)
    path = f"/webhooks/{webhook.pk}/deliveries"
    first = call("GET", f"{path}?limit=2").json()
    queue([webhook], Event.NEEDS_YOU, MessageData())
    second = call("GET", f"{path}?limit=2&cursor={first['next']}").json()
    ids = [one["id"] for one in first["items"] + second["items"]]
    assert ids == sorted(ids, reverse=True)
    assert (len(ids), second["next"]) == (3, None)
    assert first["items"][0]["status"] == 200
    assert [answer["status"] for answer in first["items"][0]["answers"]] == [200, 500]
    assert "body" not in first["items"][0]
    assert_refused(call("GET", f"{path}?cursor=no"), 422, "api_request_invalid")


def test_webhooks_of_somebody_else_are_not_listed(webhook) -> None:
    assert caller(make_bob(), *Scope)("GET", "/webhooks").json() == []
