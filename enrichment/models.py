"""What keeps enrichment polite: how each source fares, and who works on which lane."""

from __future__ import annotations

from django.db import models

from providers.source import SourceFailure


class SourceState(models.Model):
    """How a source fares, for all workers. No row: never asked."""

    name = models.CharField(max_length=32, primary_key=True)
    # Nobody asks before; `trouble` says why.
    blocked_until = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=16, choices=SourceFailure, default=SourceFailure.NONE, blank=True)
    failures = models.PositiveIntegerField("failures in a row", default=0)
    asked_at = models.DateTimeField("asked last", null=True, blank=True)
    # The budget is one of a UTC day.
    day = models.DateField(null=True, blank=True)
    requests_today = models.PositiveIntegerField(default=0)
    requests = models.PositiveBigIntegerField("requests so far", default=0)
    refused_values = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.get_trouble_display()}"


class EnrichmentLane(models.Model):
    """One chain of slices at a time works on a lane: it is held with a lease, from slice to slice."""

    name = models.CharField(max_length=16, primary_key=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
