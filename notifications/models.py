"""A person's webhooks, and what is to be delivered to them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Event(models.TextChoices):
    """What a webhook is called on, by the `type` of the message."""

    SYNC_DONE = "sync.done", "a sync is done"
    SYNC_STOPPED = "sync.stopped", "a sync has stopped"
    NEEDS_YOU = "needs_you", "only the person can put something right"
    REMOVALS_HELD = "removals.held", "many tracks are missing at once, and are held"
    TEST = "test", "the person has asked for it"


CHOSEN_EVENTS = tuple(event for event in Event if event != Event.TEST)


class Webhook(models.Model):
    """An address of a person's that is called on events. `notifications.webhooks` makes, changes and deletes it."""

    class OffReason(models.TextChoices):
        """Why a webhook is switched off."""

        PERSON = "person", "its owner wants it so"
        FAILING = "failing", "it took nothing for three days"
        GONE = "gone", "it answered that it is gone"
        SECRET_LOST = "secret_lost", "no key opens its secret"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="webhooks")
    url = models.CharField(max_length=500)
    events = models.JSONField(default=list)
    # What messages are signed with: it has to be readable, so that it is sealed and not hashed.
    secret_sealed = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    # Since when it has not taken anything; empty while it does.
    failing_since = models.DateTimeField(null=True, blank=True)
    switched_off_at = models.DateTimeField(null=True, blank=True)
    # Empty while it is on.
    off_reason = models.CharField(max_length=11, choices=OffReason, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"webhook {self.pk}"


class Delivery(models.Model):
    """One message to one webhook: made in the transaction of its event, tried until it is taken or given up."""

    class State(models.TextChoices):
        DUE = "due", "under way"
        TAKEN = "taken", "taken"
        GIVEN_UP = "given_up", "given up"

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    # The same for each try: by it a receiver knows a message that comes twice.
    message_id = models.CharField(max_length=40, unique=True)
    event = models.CharField(max_length=20, choices=Event)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.DUE)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    # The last answer: its status, or why there was none.
    tried_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    failure = models.CharField(max_length=16, blank=True)
    milliseconds = models.PositiveIntegerField(null=True, blank=True)
    # The newest of all tries, that one included, the oldest first (`notifications.answers`).
    answers = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="due"), name="deliveries_due")]

    def __str__(self) -> str:
        return f"delivery {self.pk}"
