"""The answers that are kept of a message: of each try, the newest ten."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from notifications.answers import MOST_ANSWERS, Answer, add_answer, newest_first
from notifications.deliveries import queue
from notifications.messages import MessageData
from notifications.models import Delivery, Event

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def test_an_answer_is_stored_as_it_was() -> None:
    for answer in (Answer(NOON, 204, "", 12), Answer(NOON, None, "timeout", 10_000)):
        (stored,) = json.loads(json.dumps(add_answer([], answer)))
        assert newest_first([stored]) == [answer]


def test_the_newest_are_kept() -> None:
    answers = [Answer(NOON + timedelta(hours=hour), 500, "", hour) for hour in range(MOST_ANSWERS + 2)]
    stored: list = []
    for answer in answers:
        stored = add_answer(stored, answer)
    assert newest_first(stored) == answers[:1:-1]


@pytest.mark.django_db
def test_messages_of_before_begin_with_their_last_answer(webhook) -> None:
    tried, untried = (queue([webhook], Event.SYNC_DONE, MessageData())[0] for _ in range(2))
    Delivery.objects.filter(pk=tried.pk).update(tried_at=NOON, status=503, milliseconds=7, attempts=4)
    import_module("notifications.migrations.0003_delivery_answers").fill(apps, None)
    tried.refresh_from_db()
    untried.refresh_from_db()
    assert newest_first(tried.answers) == [Answer(NOON, 503, "", 7)]
    assert untried.answers == []
