"""Words for webhooks and messages: every event and every failure has some."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from notifications.answers import Answer
from notifications.models import CHOSEN_EVENTS, Delivery, Event, Webhook
from providers.webhooks.client import WebhookFailure
from website.webhooks.forms import EVENTS
from website.webhooks.presenters import EVENT_NAMES, FAILURES, WHY_OFF, DeliveryPresenter, WebhookPresenter

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOW, tick=False):
        yield


def test_every_event_and_every_failure_has_words() -> None:
    assert EVENT_NAMES.keys() == set(Event)
    assert WHY_OFF.keys() == set(Webhook.OffReason)
    assert tuple(event for event, _ in EVENTS) == CHOSEN_EVENTS
    assert FAILURES.keys() == {failure.value for failure in WebhookFailure}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ""),
        ({"failing_since": NOW - timedelta(hours=2)}, "It has taken nothing since today at 10:00."),
        (
            {"switched_off_at": NOW, "off_reason": "person"},
            "It was switched off today at 12:00, and is not called.",
        ),
        (
            {"switched_off_at": NOW, "off_reason": "failing"},
            "today at 12:00, because it had taken nothing for three days",
        ),
        ({"switched_off_at": NOW, "off_reason": "gone"}, "because it answered with status 410"),
        ({"switched_off_at": NOW, "off_reason": "secret_lost"}, "if that does not help, delete it"),
    ],
)
def test_trouble_is_told(fields, said) -> None:
    webhook = Webhook(pk=1, url="https://a.example/", events=["sync.done", "needs_you"], **fields)
    shown = WebhookPresenter.of(webhook)
    assert said in shown.trouble
    assert bool(said) is bool(shown.trouble)
    assert shown.events == "sync done, needs you"


@pytest.mark.parametrize(
    ("fields", "outcome", "next_try"),
    [
        ({}, "on its way", ""),
        ({"state": "given_up"}, "not sent", ""),
        (
            {"attempts": 2, "answers": [Answer(NOW, 500, "", 40).to_json()]},
            "status 500, in 40 ms",
            "again today at 12:00",
        ),
        (
            {"state": "given_up", "attempts": 8, "answers": [Answer(NOW, None, "name", 7).to_json()]},
            "the host's name is not known, after 7 ms",
            "",
        ),
        (
            {"state": "taken", "attempts": 1, "answers": [Answer(NOW, 204, "", 5).to_json()]},
            "status 204, in 5 ms",
            "",
        ),
    ],
)
def test_what_came_of_a_message_is_told(fields, outcome, next_try) -> None:
    shown = DeliveryPresenter.of(Delivery(event="sync.done", due_at=NOW, created_at=NOW, **fields))
    assert (shown.outcome, shown.next_try) == (outcome, next_try)
    assert shown.is_taken is (fields.get("state") == "taken")
    attempts = fields.get("attempts", 0)
    assert shown.tries == (f"{attempts} tries" if attempts > 1 else "")
    # One answer is the outcome, and is not told twice.
    assert shown.answers == []


def test_the_answers_of_several_tries_are_told_the_newest_first() -> None:
    hour_ago = NOW - timedelta(hours=1)
    answers = [Answer(hour_ago, None, "timeout", 10_000).to_json(), Answer(NOW, 204, "", 5).to_json()]
    shown = DeliveryPresenter.of(
        Delivery(event="sync.done", created_at=hour_ago, state="taken", attempts=2, answers=answers)
    )
    assert shown.outcome == "status 204, in 5 ms"
    assert [(one.at, one.outcome) for one in shown.answers] == [
        ("today at 12:00", "status 204, in 5 ms"),
        ("today at 11:00", "no answer within ten seconds, after 10000 ms"),
    ]
