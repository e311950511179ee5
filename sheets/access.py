"""Every look-up of a person's sheet and tabs: someone else's is a 404."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from sheets.models import LinkedSheet, SmartTab, StatisticsTab
from sheets.problems import NoSheet


def linked_sheet_of(user: User) -> LinkedSheet:
    """Raises `NoSheet` where the person has linked none."""
    sheet = LinkedSheet.objects.filter(user=user).first()
    if sheet is None:
        raise NoSheet
    return sheet


def smart_sheets_of(user: User) -> QuerySet[SmartTab]:
    """In the person's order, without those that only wait for their tab to be deleted."""
    return SmartTab.objects.filter(user=user, delete_pending=False)


def smart_sheet_of(user: User, pk: int) -> SmartTab:
    """Raises `Http404` for a smart sheet that is not this person's."""
    return get_object_or_404(smart_sheets_of(user), pk=pk)


def statistics_tab_of(user: User, kind: str) -> StatisticsTab:
    """Raises `Http404` for a kind of tab that this person does not have."""
    return get_object_or_404(StatisticsTab, user=user, kind=kind, delete_pending=False)
