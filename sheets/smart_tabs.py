"""Creating, changing and removing smart sheets."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.models import User
from library.rules.conditions import Rules
from library.rules.serialization import rules_to_json
from sheets.access import smart_sheets_of
from sheets.models import LinkedSheet, SmartTab
from sheets.problems import SmartTabNameInvalid, SmartTabNameTaken, TooManySmartTabs
from sheets.sheet_settings import note_tab_choice

MAX_SMART_TABS = 20
"""Each is a tab that is read in every sync that changes something."""
MAX_NAME = 80


def clean_tab_name(name: str) -> str:
    """Returns the name with single spaces between its words. Raises `SmartTabNameInvalid`."""
    cleaned = " ".join(name.split())
    if not 1 <= len(cleaned) <= MAX_NAME:
        raise SmartTabNameInvalid(max=MAX_NAME)
    return cleaned


def create_smart_tab(user: User, name: str, rules: Rules) -> SmartTab:
    """Stores a smart sheet; the next sync creates its tab. Raises `TooManySmartTabs`, or as changing does."""
    if smart_sheets_of(user).count() >= MAX_SMART_TABS:
        raise TooManySmartTabs(limit=MAX_SMART_TABS)
    last = smart_sheets_of(user).aggregate(last=Max("position"))["last"]
    sheet = SmartTab(user=user, position=0 if last is None else last + 1)
    return update_smart_tab(sheet, name, rules)


def update_smart_tab(sheet: SmartTab, name: str, rules: Rules) -> SmartTab:
    """Stores a new name and rules. Raises `SmartTabNameInvalid` or `SmartTabNameTaken`."""
    name = clean_tab_name(name)
    taken = SmartTab.objects.filter(user=sheet.user, delete_pending=False, name__iexact=name)
    if taken.exclude(pk=sheet.pk).exists():
        raise SmartTabNameTaken(name=name)
    former = sheet.name, sheet.rules
    sheet.name, sheet.rules = name, rules_to_json(rules)
    try:
        with transaction.atomic():
            if sheet.pk:
                # not the rest: a sync may be writing what it confirmed
                sheet.save(update_fields=["name", "rules"])
                if former != (sheet.name, sheet.rules):
                    note_tab_choice(sheet.user)
            else:
                sheet.save()
    except IntegrityError as error:
        # Another request took the name between the look-up and the write.
        raise SmartTabNameTaken(name=name) from error
    return sheet


def remove_smart_tab(sheet: SmartTab, *, with_tab: bool) -> None:
    """Leaves the tab to the person as it is, or has the next sync delete it (`with_tab`)."""
    with transaction.atomic():
        # Also one that was never confirmed: a sync may be creating it, and finds out whether there is one.
        if with_tab and LinkedSheet.objects.filter(user=sheet.user).exists():
            SmartTab.objects.filter(pk=sheet.pk).update(delete_pending=True)
        else:
            sheet.delete()
        note_tab_choice(sheet.user)


def recreate_smart_tab(sheet: SmartTab) -> None:
    """Has the next sync create a tab again that the person deleted in Google Sheets, as a new one."""
    sheet.reset()
    with transaction.atomic():
        sheet.save()
        note_tab_choice(sheet.user)
