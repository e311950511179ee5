"""Availability of the sources of genres and audio features, for the operator."""

from __future__ import annotations

from django.contrib import admin

from enrichment import presenters
from enrichment.models import SourceState
from providers.admin import FilledValuesFilter, ReadOnly


@admin.register(SourceState)
class SourceStateAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Which source is used, which one is blocked, until when and why."""

    list_display = (
        "name",
        "at_the_moment",
        "blocked_until",
        "failures",
        "asked_at",
        "day",
        "requests_today",
        "requests",
        "refused_values",
    )
    list_filter = (("failure", FilledValuesFilter),)

    @admin.display(description="at the moment")
    def at_the_moment(self, state: SourceState) -> str:
        return presenters.describe_state(state.name)
