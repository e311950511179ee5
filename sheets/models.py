"""A person's spreadsheet: where it is, which tabs are written, and what the last confirmed write held."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class LinkedSheet(models.Model):
    """The tab of a spreadsheet that a person's saved tracks are written into. One spreadsheet, one person."""

    class Method(models.TextChoices):
        CREATED = "created", "created by us in their Drive"
        SHARED = "shared", "shared with the service account"

    class Mode(models.TextChoices):
        MERGE = "merge", "beside the person's own columns and rows"
        MIRROR = "mirror", "an exact copy in a tab of ours"

    class Scope(models.TextChoices):
        RECENT = "recent", "the most recent ones"
        ALL = "all", "the whole library"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sheet")
    # Unique: a lost tab is found again by the tags in the spreadsheet, which would find another person's as well.
    spreadsheet_id = models.CharField(max_length=200, unique=True)
    url = models.URLField(max_length=500)
    title = models.CharField(max_length=500, blank=True)
    method = models.CharField(max_length=8, choices=Method)
    # The number and not the title, which people change.
    gid = models.BigIntegerField()
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.MERGE)
    scope = models.CharField(max_length=8, choices=Scope, default=Scope.RECENT)
    recent_count = models.PositiveIntegerField(default=50)
    columns = models.JSONField(default=list)
    keep_removed = models.BooleanField(default=False)
    linked_at = models.DateTimeField(default=timezone.now)
    # The rows of the last write that Google confirmed; empty when the last answer was unclear.
    confirmed_hash = models.CharField(max_length=64, blank=True)
    # Of the library's revision and the person's choices at that write: equal means unchanged, at no cost.
    confirmed_stamp = models.CharField(max_length=64, blank=True)
    # The receipt's part about the sheet after that write: how many rows, and which tracks have none.
    confirmed_receipt = models.JSONField(default=dict)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # The column ids of that write, and the spreadsheet's time zone as last read: dates are written in it.
    laid_columns = models.JSONField(default=list)
    time_zone = models.CharField(max_length=64, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    # Whether the spreadsheet was in the bin when Google was last asked, and when that was.
    is_in_bin = models.BooleanField(default=False)
    bin_looked_at = models.DateTimeField(null=True, blank=True)
    # Rises when a tab besides this one is to be written otherwise, or not any more: a sync at work begins anew.
    tab_choices = models.PositiveIntegerField(default=0)
    # Google may still be working on a write until then: nothing is planned before.
    unclear_until = models.DateTimeField(null=True, blank=True)

    # What `sheets.queries.sheet_to_write` reads along: whether the person has further tabs, and the library's revision.
    has_managed_tabs = True
    library_revision: list[int] | None = None

    def __str__(self) -> str:
        return self.title or self.spreadsheet_id


class WrittenTab(models.Model):
    """What a write has left in the rows of a tab, as `sheets.planner.written_rows` packs it.

    A few at most a tab: the last write that Google confirmed, and those that were sent after it and not confirmed yet.
    """

    sheet = models.ForeignKey(LinkedSheet, models.CASCADE, related_name="written_tabs")
    spreadsheet_id = models.CharField(max_length=200)
    gid = models.BigIntegerField()
    confirmed = models.BooleanField()
    columns = models.JSONField(default=list)
    rows = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "gid"], condition=Q(confirmed=True), name="one_confirmed_write_a_tab"
            )
        ]

    def __str__(self) -> str:
        return f"{'confirmed' if self.confirmed else 'sent'} rows of tab {self.gid}"


class LinkCode(models.Model):
    """The short code a person names a tab with, to prove that they can edit the spreadsheet they paste."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="link_code")
    code = models.CharField(max_length=16, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.code


def new_id() -> int:
    """An id for a tab or chart. Chosen by us, so that making it can be repeated safely."""
    return secrets.randbelow(2_000_000_000) + 1


class ManagedTab(models.Model):
    """A tab besides the main one, with what its last confirmed write held.

    `spreadsheet_id` and `last_title` are where the tab was last created and the title it last got, "" before that.
    `deleted_by_user`: the person deleted it in Google Sheets, so it is only created again when they ask for it.
    `delete_pending`: the next sync deletes it there.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="%(class)ss")
    gid = models.BigIntegerField(default=new_id)
    spreadsheet_id = models.CharField(max_length=200, blank=True)
    last_title = models.CharField(max_length=100, blank=True)
    confirmed_hash = models.CharField(max_length=64, blank=True)
    confirmed_stamp = models.CharField(max_length=64, blank=True)
    confirmed_receipt = models.JSONField(default=dict)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    deleted_by_user = models.BooleanField(default=False)
    delete_pending = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    RESET_VALUES: ClassVar[dict[str, Any]] = {
        "spreadsheet_id": "",
        "last_title": "",
        "confirmed_hash": "",
        "confirmed_stamp": "",
        "confirmed_receipt": {},
        "confirmed_at": None,
        "deleted_by_user": False,
    }

    class Meta:
        abstract = True

    def reset(self) -> None:
        """Forgets the tab, so that the next sync creates a new one under another id. The caller saves."""
        self.gid = new_id()
        for name, value in self.RESET_VALUES.items():
            setattr(self, name, value)


class SmartTab(ManagedTab):
    """`rules` is JSON as `library.rules` writes it. `ordered_by` is the sort of the last confirmed write."""

    name = models.CharField(max_length=80)
    rules = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)
    ordered_by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            # Not of those to be deleted: their name is free for a new one before the next sync has deleted the tab.
            models.UniqueConstraint(
                fields=["user", "name"], condition=Q(delete_pending=False), name="one_smart_sheet_a_name"
            ),
            models.UniqueConstraint(fields=["user", "gid"], name="one_smart_sheet_a_tab"),
        ]

    def __str__(self) -> str:
        return self.name


class StatisticsTab(ManagedTab):
    """An optional tab with a row a month and a chart, which is made together with the tab and never again."""

    class Kind(models.TextChoices):
        GENRES = "genres", "Genres by month"
        STATISTICS = "statistics", "Statistics"

    kind = models.CharField(max_length=10, choices=Kind)
    chart_id = models.BigIntegerField(default=new_id)

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"], condition=Q(delete_pending=False), name="one_statistics_tab_a_kind"
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def reset(self) -> None:
        super().reset()
        # Google refuses an id that is in use, and the person may have moved the former chart into another tab.
        self.chart_id = new_id()
