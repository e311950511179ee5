"""Messages to webhooks are as the API's document says: those that the site really sends, with their headers."""

from __future__ import annotations

import json

import jsonschema_rs
import pytest

from api.urls import api
from notifications.deliveries import deliver
from notifications.models import CHOSEN_EVENTS, Delivery, Event
from notifications.webhooks import make_webhook, request_test
from providers.webhooks.client import WebhookAnswer
from sheets.problems import NoSheet
from syncer.models import SyncRun
from syncer.signals import removals_held, run_ended

DOCUMENT = json.loads(json.dumps(api.get_openapi_schema()))
WEBHOOKS = {event: methods["post"] for event, methods in DOCUMENT["webhooks"].items()}


def require_form(schema: dict, value: object) -> None:
    jsonschema_rs.validate({**schema, "components": DOCUMENT["components"]}, value, validate_formats=True)


@pytest.fixture
def sent(alice, monkeypatch, settings) -> dict[str, list[tuple[dict, dict]]]:
    """Headers and bodies by type of everything that there is to send."""
    settings.SITE_URL = "https://tracks.example"
    webhook, _ = make_webhook(alice, url="https://hooks.example/", events=CHOSEN_EVENTS)
    run = SyncRun.objects.create(user=alice, trigger="person", state="running")
    removals_held.send(None, user=alice, count=27)
    run_ended.send(None, user=alice, run_id=run.pk, problem=None, asks_person=False)
    run_ended.send(None, user=alice, run_id=run.pk, problem=NoSheet(), asks_person=True)
    SyncRun.objects.all().delete()
    removals_held.send(None, user=alice, count=27)
    request_test(webhook)
    found: dict[str, list[tuple[dict, dict]]] = {}

    def send(url, body, headers):
        message = json.loads(body)
        found.setdefault(message["type"], []).append((headers, message))
        return WebhookAnswer(204, 1, None)

    monkeypatch.setattr("notifications.deliveries.send_webhook", send)
    for pk in Delivery.objects.values_list("pk", flat=True):
        assert deliver(pk)
    return found


def test_there_is_an_entry_for_every_type() -> None:
    assert list(WEBHOOKS) == list(Event)


def test_what_is_sent_has_the_form_and_the_headers_of_its_type(sent) -> None:
    assert {kind: len(messages) for kind, messages in sent.items()} == {
        "sync.done": 1,
        "sync.stopped": 1,
        "needs_you": 1,
        "removals.held": 2,
        "test": 1,
    }
    for kind, messages in sent.items():
        content = WEBHOOKS[kind]["requestBody"]["content"]["application/json"]
        for headers, message in messages:
            assert message.keys() == content["example"].keys()
            assert message["data"].keys() == content["example"]["data"].keys()
            require_form(content["schema"], message)
            for parameter in WEBHOOKS[kind]["parameters"]:
                value = headers[parameter["name"]]
                is_number = parameter["schema"]["type"] == "integer"
                require_form(parameter["schema"], int(value) if is_number else value)


@pytest.mark.parametrize("kind", WEBHOOKS)
def test_the_examples_have_the_form_of_their_type_and_of_no_other(kind) -> None:
    operation = WEBHOOKS[kind]
    for one in (*operation["parameters"], *operation["requestBody"]["content"].values()):
        require_form(one["schema"], one["example"])
    example = operation["requestBody"]["content"]["application/json"]["example"]
    for other, operation in WEBHOOKS.items():
        if other != kind:
            with pytest.raises(jsonschema_rs.ValidationError):
                require_form(operation["requestBody"]["content"]["application/json"]["schema"], example)


def test_the_answers_that_count_are_named() -> None:
    for kind, operation in WEBHOOKS.items():
        # A test switches nothing off.
        assert operation["responses"].keys() == {"2XX", "default"} | ({"410"} if kind != "test" else set())
