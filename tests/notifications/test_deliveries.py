"""A message reaches each webhook that wants it at least once, with one id, and for a day; a dead receiver is left alone."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.deletion import delete_account
from accounts.models import User
from notifications import deliveries
from notifications.answers import MOST_ANSWERS, newest_first
from notifications.deliveries import LEASE, WAITS, announce, deliver, deliver_all_due, deliver_due, queue
from notifications.messages import MessageData, data_of_sync
from notifications.models import Delivery, Event, Webhook
from notifications.webhooks import change_webhook, make_webhook
from providers.webhooks.client import WebhookAnswer
from tests.support.webhook_receiver import receiving

pytestmark = pytest.mark.django_db
START = timezone.now().replace(microsecond=0)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def announced(user: User, event: Event = Event.SYNC_DONE) -> Delivery:
    announce(user, event, data_of_sync(17))
    return Delivery.objects.latest("pk")


def pass_time(clock, length: timedelta) -> None:
    """Lets beat do its work every minute in which something is due."""
    end = timezone.now() + length
    while due := Delivery.objects.filter(state="due", due_at__lte=end).order_by("due_at").first():
        clock.move_to(max(due.due_at, timezone.now()))
        deliver_all_due()
    clock.move_to(end)


def test_only_the_webhooks_that_want_an_event_get_it(alice, internet) -> None:
    for url, events in {"a": [Event.SYNC_DONE], "b": [Event.NEEDS_YOU], "c": list(Event)}.items():
        make_webhook(alice, url=f"https://{url}.example/", events=events)
    announced(alice)
    deliver_all_due()
    assert [url for url, _, _ in internet.calls] == ["https://a.example/", "https://c.example/"]
    assert json.loads(internet.calls[0][1])["type"] == "sync.done"
    assert set(Delivery.objects.values_list("state", flat=True)) == {"taken"}


def test_it_is_made_with_its_event_or_not_at_all(
    alice, webhook, handed_out, django_capture_on_commit_callbacks
):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        announced(alice)
        raise ZeroDivisionError
    assert not Delivery.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        delivery = announced(alice)
        assert handed_out == []
    assert handed_out == [delivery.pk]


def test_a_queue_that_is_away_loses_nothing(alice, webhook, internet, monkeypatch, caplog) -> None:
    def refuse(*_, **__):
        raise OperationalError

    monkeypatch.setattr("celery.canvas.Signature.apply_async", refuse)
    announced(alice)
    assert deliver_due() == 1
    assert "called later" in caplog.text
    deliver_all_due()
    assert len(internet.calls) == 1


def test_it_is_tried_for_a_day_with_one_id_and_then_given_up(alice, webhook, internet, clock) -> None:
    internet.status = 500
    delivery = announced(alice)
    moments = []
    for wait in (*WAITS, None):
        deliver_all_due()
        moments.append(timezone.now() - START)
        clock.shift(wait or timedelta(days=1))
    deliver_all_due()
    assert len(internet.calls) == len(WAITS) + 1
    assert set(internet.ids) == {delivery.message_id}
    assert timedelta(hours=23) < moments[-1] < timedelta(hours=25)
    assert len({headers["webhook-timestamp"] for _, _, headers in internet.calls}) == len(WAITS) + 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status, delivery.attempts) == ("given_up", 500, len(WAITS) + 1)


def test_a_receiver_that_is_gone_for_two_days_is_called_again_when_it_is_back(
    alice, webhook, internet, clock
) -> None:
    internet.status = None
    first = announced(alice)
    pass_time(clock, timedelta(hours=30))
    second = announced(alice)
    pass_time(clock, timedelta(hours=18))
    webhook.refresh_from_db()
    assert (webhook.failing_since, webhook.switched_off_at) == (START, None)
    internet.status = 200
    pass_time(clock, timedelta(hours=6))
    assert [one.state for one in Delivery.objects.order_by("pk")] == ["given_up", "taken"]
    assert internet.ids[-1] == second.message_id != first.message_id
    webhook.refresh_from_db()
    assert webhook.failing_since is None


def test_a_failure_weeks_after_another_does_not_go_on_with_it(alice, webhook, clock, internet) -> None:
    """Some events are rare: nothing is taken in between that would end the first failure."""
    internet.status = 500
    announced(alice)
    pass_time(clock, timedelta(days=60))
    later = timezone.now()
    announced(alice)
    pass_time(clock, timedelta(hours=1))
    webhook.refresh_from_db()
    assert (webhook.failing_since, webhook.switched_off_at) == (later, None)


def test_after_three_days_of_failure_it_is_switched_off_until_its_owner_says_so(
    alice, webhook, internet, clock
) -> None:
    internet.status = 404
    for _ in range(4):
        announce(alice, Event.SYNC_DONE, data_of_sync(17))
        pass_time(clock, timedelta(days=1))
    webhook.refresh_from_db()
    assert webhook.switched_off_at == START + timedelta(days=3)
    assert webhook.off_reason == Webhook.OffReason.FAILING
    assert set(Delivery.objects.values_list("state", flat=True)) == {"given_up"}
    calls = len(internet.calls)
    announce(alice, Event.SYNC_DONE, data_of_sync(18))
    pass_time(clock, timedelta(days=1))
    assert len(internet.calls) == calls
    change_webhook(webhook, is_on=True)
    announced(alice)
    deliver_all_due()
    assert len(internet.calls) == calls + 1
    webhook.refresh_from_db()
    assert (webhook.switched_off_at, webhook.failing_since) == (None, timezone.now())
    assert webhook.off_reason == ""


def test_who_answers_that_it_is_gone_is_not_called_again(alice, webhook, internet) -> None:
    internet.status = 410
    announced(alice)
    announced(alice)
    deliver_all_due()
    webhook.refresh_from_db()
    assert webhook.switched_off_at is not None
    assert webhook.off_reason == Webhook.OffReason.GONE
    assert len(internet.calls) == 1


def test_a_receiver_may_ask_for_a_longer_wait_but_not_for_days(alice, webhook, clock, monkeypatch) -> None:
    waits = iter([timedelta(hours=1), timedelta(days=20), timedelta(0)])
    monkeypatch.setattr(deliveries, "send_webhook", lambda *_: WebhookAnswer(503, 1, next(waits)))
    delivery = announced(alice)
    for expected in (timedelta(hours=1), timedelta(hours=8), WAITS[2]):
        deliver_all_due()
        delivery.refresh_from_db()
        assert delivery.due_at - timezone.now() == expected
        clock.move_to(delivery.due_at)


def test_of_two_workers_one_sends(alice, webhook, internet, monkeypatch) -> None:
    delivery = announced(alice)
    claimed = deliveries._claim(delivery.pk)
    assert claimed is not None
    assert not deliver(delivery.pk)
    assert internet.calls == []


def test_a_worker_that_dies_before_it_stores_the_answer_loses_nothing(
    alice, webhook, internet, clock, monkeypatch
) -> None:
    def die(*_):
        raise SystemExit

    delivery = announced(alice)
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(deliveries, "_record_answer", die)
        deliver(delivery.pk)
    deliver_all_due()
    assert len(internet.calls) == 1
    clock.shift(LEASE)
    deliver_all_due()
    assert internet.ids == [delivery.message_id] * 2
    assert Delivery.objects.get().state == "taken"


def test_a_worker_that_was_taken_for_dead_overwrites_nothing(alice, webhook, internet, clock) -> None:
    delivery = announced(alice)
    late = deliveries._claim(delivery.pk)
    clock.shift(LEASE)
    assert deliver(delivery.pk)
    deliveries._record_answer(late, WebhookAnswer(500, 1, None))
    assert (Delivery.objects.get().state, Delivery.objects.get().status) == ("taken", 204)
    assert [answer.status for answer in newest_first(Delivery.objects.get().answers)] == [204]


def test_a_test_is_tried_once_and_counts_as_no_failure(alice, webhook, internet) -> None:
    internet.status = 500
    queue([webhook], Event.TEST, MessageData())
    deliver_all_due()
    webhook.refresh_from_db()
    assert (Delivery.objects.get().state, webhook.failing_since) == ("given_up", None)


def test_beat_hands_out_one_message_a_webhook(alice, webhook, handed_out) -> None:
    other, _ = make_webhook(alice, url="https://other.example/", events=[Event.NEEDS_YOU])
    first = announced(alice)
    announced(alice)
    (needed, _) = queue([other, webhook], Event.NEEDS_YOU, MessageData())
    handed_out.clear()
    assert deliver_due() == 2
    assert sorted(handed_out) == [first.pk, needed.pk]


def test_nothing_is_sent_for_who_is_switched_off(alice, webhook, internet) -> None:
    announced(alice)
    User.objects.update(is_active=False)
    deliver_all_due()
    assert internet.calls == []


def test_a_secret_that_no_key_opens_switches_the_webhook_off(alice, webhook, internet, settings) -> None:
    announced(alice)
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    deliver_all_due()
    webhook.refresh_from_db()
    assert internet.calls == []
    assert webhook.switched_off_at is not None
    assert webhook.off_reason == Webhook.OffReason.SECRET_LOST


def test_the_log_has_every_answer_and_nothing_that_it_said(alice, settings, clock) -> None:
    settings.WEBHOOKS_ALLOW_LOOPBACK = True
    with receiving() as receiver:
        make_webhook(alice, url=receiver.url, events=[Event.SYNC_DONE])
        announced(alice)
        for status, minutes in ((500, 0.5), (302, 2), (200, 5)):
            receiver.answer = f"HTTP/1.1 {status} Oops\r\nContent-Length: 7\r\n\r\nprivate".encode()
            pass_time(clock, timedelta(minutes=minutes))
    row = Delivery.objects.values().get()
    assert (row["status"], row["failure"], row["attempts"]) == (200, "", 3)
    assert row["milliseconds"] is not None
    answers = newest_first(row["answers"])
    assert [answer.status for answer in answers] == [200, 302, 500]
    assert [answer.at - START for answer in answers] == [timedelta(minutes=minutes) for minutes in (6, 1, 0)]
    assert all(answer.milliseconds is not None and answer.failure == "" for answer in answers)
    assert "private" not in str(row)


def test_of_a_message_that_is_tried_for_a_day_each_answer_is_kept(alice, webhook, internet, clock) -> None:
    internet.status = None
    delivery = announced(alice)
    pass_time(clock, timedelta(days=2))
    delivery.refresh_from_db()
    answers = newest_first(delivery.answers)
    assert len(answers) == delivery.attempts == len(WAITS) + 1 <= MOST_ANSWERS
    assert {(answer.status, answer.failure, answer.milliseconds) for answer in answers} == {
        (None, "connection", 3)
    }
    assert answers[0].at == delivery.tried_at


def test_a_receiver_that_is_not_there_is_logged_by_a_code(alice, webhook, internet) -> None:
    internet.status = None
    announced(alice)
    deliver_all_due()
    row = Delivery.objects.get()
    assert (row.status, row.failure, row.milliseconds) == (None, "connection", 3)


@pytest.mark.django_db(transaction=True)
def test_who_leaves_takes_webhooks_and_messages_along(alice, webhook, internet) -> None:
    delivery = announced(alice)
    alice.credentials.all().delete()
    claimed = deliveries._claim(delivery.pk)
    delete_account(alice)
    assert not Webhook.objects.exists()
    assert not Delivery.objects.exists()
    # A worker that was at it finds nothing to store, and makes nothing anew.
    deliveries._record_answer(claimed, WebhookAnswer(500, 1, None))
    assert not deliver(delivery.pk)
    assert not Delivery.objects.exists()
