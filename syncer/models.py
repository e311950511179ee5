"""Runs and schedules: one schedule a person, at most one active run a person."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Schedule(models.Model):
    """When a person's next sync is due. The database is the scheduler: `dispatch_due` reads this table."""

    class Pause(models.TextChoices):
        NONE = "", "running"
        PERSON = "person", "paused by the person"
        ADMIN = "admin", "paused by an admin"
        PROBLEM = "problem", "paused until a problem is fixed"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="schedule")
    hour = models.PositiveSmallIntegerField(default=9, validators=[MaxValueValidator(23)])
    next_run_at = models.DateTimeField(null=True, blank=True)
    pause = models.CharField(max_length=8, choices=Pause, default=Pause.NONE, blank=True)
    problem_code = models.CharField(max_length=64, blank=True)
    problem_values = models.JSONField(default=dict, blank=True)
    # "spotify" or "google" to connect again, "sheet" to change the sheet: reconnecting ends exactly the pauses of
    # its vendor, and other settings those over the sheet.
    problem_fix = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(hour__range=(0, 23)), name="hour_of_a_day")]
        # Partial: the scheduler's query each minute reads the due rows alone, however many people have paused.
        indexes = [
            models.Index(fields=["next_run_at"], condition=Q(pause__in=["", "problem"]), name="schedule_due")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.next_run_at or 'not scheduled'}"


class SyncRun(models.Model):
    """One sync. A run that has to wait keeps its row, with its progress, its receipt and its requests."""

    class Trigger(models.TextChoices):
        SCHEDULE = "schedule", "schedule"
        PERSON = "person", "the person"
        API = "api", "the person, by API"
        ADMIN = "admin", "an admin"
        COMMAND = "command", "command line"

    class State(models.TextChoices):
        QUEUED = "queued", "queued"
        RUNNING = "running", "running"
        WAITING = "waiting", "waiting"
        DONE = "done", "done"
        FAILED = "failed", "stopped"

    ACTIVE = (State.QUEUED, State.RUNNING, State.WAITING)
    # Somebody waits for these.
    CLICKS = (Trigger.PERSON, Trigger.API)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="runs")
    trigger = models.CharField(max_length=8, choices=Trigger)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Until then the run belongs to one worker, or to the queue; after it any worker may take the run.
    lease_until = models.DateTimeField(null=True, blank=True)
    # A new one for each claim: a worker that was taken for dead no longer matches it and stops.
    lease_token = models.UUIDField(null=True, blank=True)
    resume_at = models.DateTimeField(null=True, blank=True)
    # When the outage that this run waits for began; each run copies it from the others (see `syncer.outages`).
    outage_since = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    # The first page is read; what is left are the pages behind it, which come after everybody's first one.
    reads_pages = models.BooleanField(default=False)
    phase = models.CharField(max_length=16, blank=True)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    spotify_requests = models.PositiveIntegerField(default=0)
    google_reads = models.PositiveIntegerField(default=0)
    google_writes = models.PositiveIntegerField(default=0)
    problem_kind = models.CharField(max_length=16, blank=True)
    problem_code = models.CharField(max_length=64, blank=True)
    problem_values = models.JSONField(default=dict, blank=True)
    receipt = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = "run"
        ordering = ["-created_at", "-pk"]
        constraints = [
            # Two requests in the same moment: the second insert fails, and finds the first one's run.
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state__in=("queued", "running", "waiting")),
                name="one_active_run_a_person",
            )
        ]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="runs_of_a_person"),
            models.Index(
                fields=["resume_at", "lease_until"],
                condition=Q(state__in=("queued", "running", "waiting")),
                name="runs_to_pick_up",
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.pk} of {self.user}"

    @property
    def is_active(self) -> bool:
        return self.state in self.ACTIVE


class IdempotencyKey(models.Model):
    """What a client sent with a request for a sync, and the run that it got: the same again for a day.

    https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="idempotency_keys")
    key = models.CharField(max_length=200)
    run = models.ForeignKey(SyncRun, models.CASCADE, related_name="idempotency_keys")
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_run_an_idempotency_key")]

    def __str__(self) -> str:
        return f"idempotency key of run {self.run_id}"
