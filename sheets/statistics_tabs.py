"""The optional tabs with a row a month: adding one, and removing it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts.models import User
from sheets.models import LinkedSheet, StatisticsTab
from sheets.sheet_settings import note_tab_choice


@dataclass(frozen=True, slots=True)
class StatisticsTabOffer:
    """`tab` is None while the person does not have it."""

    kind: str
    name: str
    tab: StatisticsTab | None


def statistics_tab_offers(user: User) -> list[StatisticsTabOffer]:
    """Returns each kind of tab, with the person's tab where they have it. One query."""
    tabs = {tab.kind: tab for tab in StatisticsTab.objects.filter(user=user, delete_pending=False)}
    return [StatisticsTabOffer(kind.value, kind.label, tabs.get(kind.value)) for kind in StatisticsTab.Kind]


def add_statistics_tab(user: User, kind: str) -> None:
    """Adds a tab, which the next sync creates with its chart; a second time changes nothing.

    One that the person deleted in Google Sheets is created again, as a new one.
    """
    try:
        with transaction.atomic():
            tab, _ = StatisticsTab.objects.get_or_create(user=user, kind=kind, delete_pending=False)
    except IntegrityError:
        # A double click: the other request has added it.
        return
    if tab.deleted_by_user:
        tab.reset()
        with transaction.atomic():
            tab.save()
            note_tab_choice(user)


def remove_statistics_tab(user: User, kind: str, *, with_tab: bool) -> None:
    """Leaves the tab to the person as it is, or has the next sync delete it (`with_tab`)."""
    tabs = StatisticsTab.objects.filter(user=user, kind=kind, delete_pending=False)
    with transaction.atomic():
        # Also one that was never confirmed: a sync may be creating it, and finds out whether there is one.
        if with_tab and LinkedSheet.objects.filter(user=user).exists():
            tabs.update(delete_pending=True)
        else:
            tabs.delete()
        note_tab_choice(user)
