"""Messages on their way to webhooks: each a row, made in the transaction of its event, and tried until it is taken.

    event ─→ row, due at once ─→ 2xx: taken
                    ↑ 1, 5, 30 min, 2, 5, 8, 8 h │ anything else
                    └────────────────────────────┘ after the last try: given up

A try is claimed by a conditional UPDATE that makes it due again after a lease. A worker that dies between sending and storing
loses nothing: the message comes once more, with the same id. What takes nothing for three days is switched off, and so
is at once what answers 410 (Gone). The webhook keeps which of these it was.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from celery import signature
from django.conf import settings
from django.db import transaction
from django.db.models import Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from kombu.exceptions import OperationalError as QueueAway

from accounts.models import User
from accounts.problems import KeyDoesNotOpen
from accounts.sealing import unseal
from notifications.answers import Answer, add_answer
from notifications.messages import MessageData, message_body
from notifications.models import Delivery, Event, Webhook
from notifications.signatures import sign
from providers.webhooks.client import WebhookAnswer, WebhookUnanswered, send_webhook

log = logging.getLogger(__name__)

State, OffReason = Delivery.State, Webhook.OffReason
# By name: `notifications.tasks` imports this module.
TASK = "notifications.tasks.deliver_message"
WAITS = (
    *(timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30)),
    *(timedelta(hours=2), timedelta(hours=5), timedelta(hours=8), timedelta(hours=8)),
)
LONGEST_WAIT = timedelta(hours=8)
SWITCH_OFF_AFTER = timedelta(days=3)
FAILURES_APART = timedelta(days=1)
"""Failures further apart than this, which is more than the longest wait, are not one that has gone on."""
LEASE = timedelta(minutes=1)
"""More than the client takes at most."""
BATCH = 50
GONE = 410


def announce(user: User, event: Event, data: MessageData) -> None:
    """Makes a message for each of the person's webhooks that wants this event. For the transaction of the event."""
    webhooks = Webhook.objects.filter(user=user, switched_off_at=None)
    queue([one for one in webhooks if event in one.events], event, data)


def queue(webhooks: Sequence[Webhook], event: Event, data: MessageData) -> list[Delivery]:
    """Returns new messages, due at once; workers hear of them when the transaction commits."""
    if not webhooks:
        return []
    now = timezone.now()
    body = message_body(event, now, data)
    made = [
        Delivery.objects.create(
            webhook=one,
            message_id=f"msg_{uuid4().hex}",
            event=event,
            body=body,
            created_at=now,
            due_at=now,
        )
        for one in webhooks
    ]
    transaction.on_commit(lambda: _hand_out([one.pk for one in made]))
    return made


def deliver_due() -> int:
    """Hands out messages that are due, one a webhook, the longest waiting first; returns how many. For each minute."""
    chosen = _next_due()
    _hand_out(chosen)
    return len(chosen)


def deliver_all_due() -> None:
    """Sends every message that is due, in this process: for cron, where no worker may run."""
    while chosen := _next_due():
        for pk in chosen:
            deliver(pk)


def _next_due() -> list[int]:
    due = Delivery.objects.filter(_is_due()).order_by()
    # One a webhook: somebody whose receiver is slow, and has many, does not take everybody's turn.
    firsts = due.values("webhook").annotate(first=Min("pk"), since=Min("due_at")).order_by("since")[:BATCH]
    return [row["first"] for row in firsts]


def deliver(delivery_id: int) -> bool:
    """Sends a message if it is due and nobody else has it; returns whether it was taken. Not inside a transaction."""
    delivery = _claim(delivery_id)
    if delivery is None:
        return False
    webhook = delivery.webhook
    body = delivery.body.encode()
    try:
        headers = sign(unseal(webhook.secret_sealed), delivery.message_id, timezone.now(), body)
    except KeyDoesNotOpen:
        log.warning("webhook %s is switched off: no key opens its secret", webhook.pk)
        switch_off(webhook, OffReason.SECRET_LOST)
        return False
    headers |= {"Content-Type": "application/json", "User-Agent": f"spotistats/{settings.VERSION}"}
    try:
        answer = send_webhook(webhook.url, body, headers)
    except WebhookUnanswered as unanswered:
        return _record_unanswered(delivery, unanswered)
    return _record_answer(delivery, answer)


def switch_off(webhook: Webhook, reason: Webhook.OffReason) -> None:
    """Ends what is on its way to a webhook, and sends nothing more until its owner switches it on."""
    with transaction.atomic():
        on = Webhook.objects.filter(pk=webhook.pk, switched_off_at=None)
        on.update(switched_off_at=timezone.now(), off_reason=reason)
        Delivery.objects.filter(webhook=webhook, state=State.DUE).update(state=State.GIVEN_UP)


def _is_due() -> Q:
    return Q(state=State.DUE, due_at__lte=timezone.now(), webhook__user__is_active=True)


def _hand_out(delivery_ids: Iterable[int]) -> None:
    """Sends a message to the workers for each; a lost or doubled one does no harm."""
    try:
        for pk in delivery_ids:
            # What no worker takes within the minute is handed out anew.
            signature(TASK, args=(pk,), immutable=True).apply_async(expires=55)
    except QueueAway as error:
        log.warning("webhooks are called later, because the queue is away: %s", error)


def _claim(delivery_id: int) -> Delivery | None:
    """Takes this try for the caller; None where it is not due, or somebody else has it."""
    found = Delivery.objects.filter(_is_due(), pk=delivery_id).select_related("webhook").first()
    if found is None:
        return None
    found.attempts += 1
    # Of two that have found the same row, the second finds another `attempts`.
    mine = Delivery.objects.filter(pk=found.pk, state=State.DUE, attempts=found.attempts - 1)
    is_mine = mine.update(attempts=found.attempts, due_at=timezone.now() + LEASE)
    return found if is_mine else None


def _record_unanswered(delivery: Delivery, unanswered: WebhookUnanswered) -> bool:
    answer = Answer(timezone.now(), None, unanswered.failure.value, unanswered.milliseconds)
    _record_failure(delivery, answer, wait=None)
    return False


def _record_answer(delivery: Delivery, received: WebhookAnswer) -> bool:
    """Returns whether the answer means that the message was taken."""
    answer = Answer(timezone.now(), received.status, "", received.milliseconds)
    if 200 <= received.status < 300:
        with transaction.atomic():
            _store(delivery, answer, state=State.TAKEN)
            Webhook.objects.filter(pk=delivery.webhook_id).exclude(failing_since=None).update(
                failing_since=None
            )
        return True
    _record_failure(delivery, answer, wait=received.retry_after)
    return False


def _record_failure(delivery: Delivery, answer: Answer, *, wait: timedelta | None) -> None:
    """Stores when the message is tried again, if it is, and switches the webhook off once it has failed for days."""
    now = answer.at
    is_test = delivery.event == Event.TEST
    with transaction.atomic():
        goes_on = _has_failed_lately(delivery, now)
        if is_test or delivery.attempts > len(WAITS):
            _store(delivery, answer, state=State.GIVEN_UP)
        else:
            longer = max(WAITS[delivery.attempts - 1], min(wait or timedelta(0), LONGEST_WAIT))
            _store(delivery, answer, due_at=now + longer)
        if is_test:
            return
        # As it stands by now: the owner may have switched it on anew meanwhile.
        hooks = Webhook.objects.filter(pk=delivery.webhook_id)
        hooks.update(failing_since=Coalesce("failing_since", now) if goes_on else now)
        is_dead = hooks.filter(failing_since__lte=now - SWITCH_OFF_AFTER).exists()
        is_gone = answer.status == GONE
        if is_dead or is_gone:
            log.info("webhook %s is switched off: it has taken nothing", delivery.webhook_id)
            switch_off(delivery.webhook, OffReason.GONE if is_gone else OffReason.FAILING)


def _has_failed_lately(delivery: Delivery, now: datetime) -> bool:
    """Whether the last failure of its webhook is so near that this one goes on with it, and is no new one weeks later."""
    failed = Delivery.objects.filter(webhook=delivery.webhook_id, tried_at__gt=now - FAILURES_APART)
    return failed.exclude(state=State.TAKEN).exclude(event=Event.TEST).exists()


def _store(delivery: Delivery, answer: Answer, **fields: object) -> None:
    """Stores what came of a try, unless the message was claimed anew meanwhile, or its webhook is gone."""
    mine = Delivery.objects.filter(pk=delivery.pk, state=State.DUE, attempts=delivery.attempts)
    mine.update(
        tried_at=answer.at,
        status=answer.status,
        failure=answer.failure,
        milliseconds=answer.milliseconds,
        answers=add_answer(delivery.answers, answer),
        **fields,
    )
