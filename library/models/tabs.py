"""Tabs that we made in a person's spreadsheet besides the main one: where they are, and what stands in them."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


def own_id() -> int:
    """An id for a tab or chart. Chosen by us, so that making it can be repeated safely."""
    return secrets.randbelow(2_000_000_000) + 1


class OwnTab(models.Model):
    """What every tab of ours remembers of its last confirmed write.

    `spreadsheet_id` and `titled` are where the tab was last made and how we last named it, "" before. `lost`: the
    person deleted it in Google Sheets, so it is not made again unasked. `leaving`: it is to be deleted there.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="%(class)ss")
    gid = models.BigIntegerField(default=own_id)
    spreadsheet_id = models.CharField(max_length=200, blank=True)
    titled = models.CharField(max_length=100, blank=True)
    confirmed_hash = models.CharField(max_length=64, blank=True)
    confirmed_stamp = models.CharField(max_length=64, blank=True)
    confirmed_receipt = models.JSONField(default=dict)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    lost = models.BooleanField(default=False)
    leaving = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    FORGOTTEN: ClassVar[dict[str, Any]] = {
        "spreadsheet_id": "",
        "titled": "",
        "confirmed_hash": "",
        "confirmed_stamp": "",
        "confirmed_receipt": {},
        "confirmed_at": None,
        "lost": False,
    }

    class Meta:
        abstract = True

    def make_again(self) -> None:
        """A new tab with the next sync, under an id of its own."""
        self.gid = own_id()
        for name, value in self.FORGOTTEN.items():
            setattr(self, name, value)
