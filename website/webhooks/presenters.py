"""A webhook and what was sent to it, as their owner sees them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from notifications.answers import Answer, newest_first
from notifications.models import Delivery, Event, Webhook
from providers.webhooks.client import WebhookFailure
from website.presenters import format_moment

OffReason = Webhook.OffReason
EVENT_NAMES: dict[str, str | Promise] = {
    Event.SYNC_DONE: gettext_lazy("sync done"),
    Event.SYNC_STOPPED: gettext_lazy("sync stopped"),
    Event.NEEDS_YOU: gettext_lazy("needs you"),
    Event.REMOVALS_HELD: gettext_lazy("tracks missing"),
    Event.TEST: gettext_lazy("test"),
}
FAILURES: dict[str, str | Promise] = {
    WebhookFailure.NAME.value: gettext_lazy("the host's name is not known"),
    WebhookFailure.NOT_PUBLIC.value: gettext_lazy("not called, because the address is not a public one"),
    WebhookFailure.CONNECTION.value: gettext_lazy("no connection"),
    WebhookFailure.TLS.value: gettext_lazy("no safe connection: look at its certificate"),
    WebhookFailure.TIMEOUT.value: gettext_lazy("no answer within ten seconds"),
    WebhookFailure.TOO_LONG.value: gettext_lazy("an answer of more than 64 KB"),
    WebhookFailure.NO_HTTP.value: gettext_lazy("an answer that is no HTTP"),
}
WHY_OFF: dict[str, str | Promise] = {
    OffReason.PERSON: gettext_lazy("It was switched off %(at)s, and is not called."),
    OffReason.FAILING: gettext_lazy(
        "It was switched off %(at)s, because it had taken nothing for three days. Put it right, test it, and switch it on"
        " again."
    ),
    OffReason.GONE: gettext_lazy(
        "It was switched off %(at)s, because it answered with status 410: that it is gone, and wants no more messages. If that"
        " was a mistake, put it right, test it, and switch it on again."
    ),
    OffReason.SECRET_LOST: gettext_lazy(
        "It was switched off %(at)s, because its secret could not be read here. Switch it on again; if that does not help, delete"
        " it, and make a new one."
    ),
}


@dataclass(frozen=True, slots=True)
class WebhookPresenter:
    """One webhook. `trouble` is "" while it takes what it is sent."""

    pk: int
    url: str
    events: str
    is_on: bool
    trouble: str

    @classmethod
    def of(cls, webhook: Webhook) -> WebhookPresenter:
        """Returns a webhook in words."""
        return cls(
            pk=webhook.pk,
            url=webhook.url,
            events=", ".join(str(EVENT_NAMES[event]) for event in webhook.events),
            is_on=webhook.switched_off_at is None,
            trouble=_trouble_of(webhook),
        )


@dataclass(frozen=True, slots=True)
class AnswerPresenter:
    """One try of a message: when, and what came of it."""

    at: str
    outcome: str

    @classmethod
    def of(cls, answer: Answer) -> AnswerPresenter:
        """Returns an answer in words."""
        return cls(format_moment(answer.at), _describe_answer(answer))


@dataclass(frozen=True, slots=True)
class DeliveryPresenter:
    """One message: what it told, when, and what came of it. `answers` are those of more tries than one, newest first."""

    event: str
    at: str
    outcome: str
    is_taken: bool
    tries: str
    next_try: str
    answers: list[AnswerPresenter]

    @classmethod
    def of(cls, delivery: Delivery) -> DeliveryPresenter:
        """Returns a message in words."""
        is_due = delivery.state == Delivery.State.DUE
        answers = newest_first(delivery.answers)
        tries = ngettext("%(count)s try", "%(count)s tries", delivery.attempts)
        return cls(
            event=str(EVENT_NAMES[delivery.event]),
            at=format_moment(delivery.created_at),
            outcome=_outcome_of(delivery, answers),
            is_taken=delivery.state == Delivery.State.TAKEN,
            tries=tries % {"count": delivery.attempts} if delivery.attempts > 1 else "",
            next_try=_("again %(at)s") % {"at": format_moment(delivery.due_at)}
            if is_due and delivery.attempts
            else "",
            answers=[AnswerPresenter.of(one) for one in answers] if len(answers) > 1 else [],
        )


def _trouble_of(webhook: Webhook) -> str:
    if webhook.switched_off_at is None:
        if webhook.failing_since is None:
            return ""
        return _("It has taken nothing since %(at)s. What it misses is sent again for a day.") % {
            "at": format_moment(webhook.failing_since)
        }
    return str(WHY_OFF[webhook.off_reason]) % {"at": format_moment(webhook.switched_off_at)}


def _outcome_of(delivery: Delivery, answers: list[Answer]) -> str:
    if answers:
        return _describe_answer(answers[0])
    return _("on its way") if delivery.state == Delivery.State.DUE else _("not sent")


def _describe_answer(answer: Answer) -> str:
    values = {"time": answer.milliseconds}
    if answer.status is None:
        reason = FAILURES.get(answer.failure, answer.failure)
        return _("%(reason)s, after %(time)s ms") % {**values, "reason": reason}
    return _("status %(status)s, in %(time)s ms") % {**values, "status": answer.status}
