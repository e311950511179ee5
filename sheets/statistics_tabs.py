"""The optional tabs with a row a month: asked for, and given up."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts.models import User
from sheets.models import StatisticsTab


@dataclass(frozen=True, slots=True)
class Offer:
    """`tab` is None while the person does not have it."""

    kind: str
    name: str
    tab: StatisticsTab | None


def offers(user: User) -> list[Offer]:
    """One query."""
    tabs = {tab.kind: tab for tab in StatisticsTab.objects.filter(user=user, leaving=False)}
    return [Offer(kind.value, kind.label, tabs.get(kind.value)) for kind in StatisticsTab.Kind]


def add(user: User, kind: str) -> None:
    """The tab and its chart come with the next sync; asked for twice, once. One that the person deleted in Google
    Sheets comes again, as a new one."""
    try:
        with transaction.atomic():
            tab, _ = StatisticsTab.objects.get_or_create(user=user, kind=kind, leaving=False)
    except IntegrityError:  # asked for twice in the same moment
        return
    if tab.lost:
        tab.make_again()
        tab.save()


def remove(user: User, kind: str, *, with_tab: bool) -> None:
    """The tab stays as it is and becomes the person's, or goes with the next sync."""
    tabs = StatisticsTab.objects.filter(user=user, kind=kind, leaving=False)
    if with_tab:
        tabs.exclude(titled="").update(leaving=True)
    StatisticsTab.objects.filter(user=user, kind=kind, leaving=False).delete()
