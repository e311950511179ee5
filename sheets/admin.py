"""A person's sheet, for the operator."""

from __future__ import annotations

from django.contrib import admin

from providers.admin import ReadOnly
from sheets.models import LinkedSheet


class SheetInline(ReadOnly, admin.StackedInline):  # type: ignore[type-arg]
    model = LinkedSheet
    extra = 0
    fields = (
        "title",
        "url",
        "method",
        "mode",
        "scope",
        "recent_count",
        "linked_at",
        "confirmed_at",
        "unclear_until",
    )
    readonly_fields = fields
