"""Making, changing and removing smart sheets."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.models import User
from library.rules import json_rules
from library.rules.conditions import Rules
from problems.kinds import AskUser
from sheets.access import smart_sheets_of
from sheets.models import SmartTab

MOST = 20
"""Smart sheets that a person may have: each is a tab that is looked at in every sync that changes something."""


def make(user: User, name: str, rules: Rules) -> SmartTab:
    """Its tab comes with the next sync. Raises AskUser."""
    if smart_sheets_of(user).count() >= MOST:
        raise AskUser(
            "too_many_smart_sheets", f"You have {MOST} smart sheets, and that is as many as there can be."
        )
    last = smart_sheets_of(user).aggregate(last=Max("position"))["last"]
    sheet = SmartTab(user=user, position=0 if last is None else last + 1)
    return change(sheet, name, rules)


def change(sheet: SmartTab, name: str, rules: Rules) -> SmartTab:
    """Raises AskUser when another one of the person's has the name, in whatever case: tabs cannot share it."""
    taken = SmartTab.objects.filter(user=sheet.user, leaving=False, name__iexact=name)
    if taken.exclude(pk=sheet.pk).exists():
        raise _taken(name)
    sheet.name, sheet.rules = name, json_rules.to_json(rules)
    try:
        with transaction.atomic():
            if sheet.pk:
                # not the rest: a sync may be writing what it confirmed
                sheet.save(update_fields=["name", "rules"])
            else:
                sheet.save()
    except IntegrityError as error:
        raise _taken(name) from error
    return sheet


def remove(sheet: SmartTab, *, with_tab: bool) -> None:
    """The tab stays as it is and becomes the person's, or goes with the next sync."""
    if with_tab and sheet.titled:
        SmartTab.objects.filter(pk=sheet.pk).update(leaving=True)
    else:
        sheet.delete()


def make_again(sheet: SmartTab) -> None:
    """A tab that the person deleted in Google Sheets comes back with the next sync, as a new one."""
    sheet.make_again()
    sheet.save()


def _taken(name: str) -> AskUser:
    return AskUser(
        "smart_sheet_name_taken", f"You have a smart sheet called {name} already. Choose another name."
    )
