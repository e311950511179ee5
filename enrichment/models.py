"""Shared state of enrichment: the availability of each source, and the lease of each lane."""

from __future__ import annotations

from django.db import models

from providers.source import SourceFailure


class SourceState(models.Model):
    """Availability and counters of a source, shared by all workers. No row: never queried."""

    name = models.CharField(max_length=32, primary_key=True)
    # No query before; `failure` is the reason.
    blocked_until = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=16, choices=SourceFailure, default=SourceFailure.NONE, blank=True)
    failures = models.PositiveIntegerField("failures in a row", default=0)
    # The begin of the last batch. Turns are taken by it, over all workers.
    asked_at = models.DateTimeField("asked last", null=True, blank=True)
    # The UTC day that `requests_today` counts for.
    day = models.DateField(null=True, blank=True)
    requests_today = models.PositiveIntegerField(default=0)
    requests = models.PositiveBigIntegerField("requests so far", default=0)
    refused_values = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.get_failure_display()}"


class EnrichmentLane(models.Model):
    """The lease of a lane: one chain of slices at a time works on it and renews the lease at each slice."""

    name = models.CharField(max_length=16, primary_key=True)
    # The message of a worker that died is acknowledged already: the lease is what starts the lane again.
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
