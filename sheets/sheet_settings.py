"""What goes into a person's sheet: the one place where these settings are validated and stored."""

from __future__ import annotations

from copy import copy
from dataclasses import asdict, dataclass, replace

from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.time_zones import google_name, known_zone, show_the_same_time, zone_of
from sheets.access import linked_sheet_of
from sheets.columns import COLUMNS, Column, get_columns
from sheets.credentials import client_for
from sheets.models import LinkedSheet
from sheets.problems import InvalidColumns, InvalidMode, InvalidRecentCount, InvalidScope

# Planned and tested up to this size; the tab's ten million cells would allow more.
MAX_RECENT = 50_000


@dataclass(frozen=True, slots=True)
class SheetSettings:
    """`columns` are ids of the catalogue in their order. `recent_count` counts only with the scope `recent`."""

    columns: tuple[str, ...]
    scope: str
    recent_count: int
    keep_removed: bool
    mode: str


def settings_of(sheet: LinkedSheet) -> SheetSettings:
    """Returns the settings that the next sync writes by."""
    columns = tuple(column.id for column in get_columns(sheet.columns))
    return SheetSettings(columns, sheet.scope, sheet.recent_count, sheet.keep_removed, sheet.mode)


def update_settings(user: User, wanted: SheetSettings) -> bool:
    """Stores the settings; False when nothing is different.

    Link is always among the columns, and so is Removed on where removed tracks are kept: both are added where they
    are missing. Raises `InvalidSetting`, or `NoSheet`.
    """
    sheet = linked_sheet_of(user)
    # Completed before they are compared: a form without Link asks for nothing new.
    wanted = complete(wanted)
    if wanted == settings_of(sheet):
        return False
    # By UPDATE of these fields alone: a sync may be storing what it confirmed in the others.
    LinkedSheet.objects.filter(pk=sheet.pk).update(**asdict(wanted) | {"columns": list(wanted.columns)})
    return True


def deselected_columns(sheet: LinkedSheet, wanted: SheetSettings) -> tuple[Column, ...]:
    """Returns the columns that the sheet has now and would not have with `wanted`. Raises `InvalidSetting`."""
    kept = complete(wanted).columns
    return tuple(column for column in get_columns(sheet.columns) if column.id not in kept)


def complete(wanted: SheetSettings) -> SheetSettings:
    """Returns the settings with each column once, and with those that cannot be missing. Raises `InvalidSetting`."""
    validate(wanted)
    # Without that column, rows of removed tracks that are kept would look like saved ones.
    needed = (*wanted.columns, "removed_on") if wanted.keep_removed else wanted.columns
    return replace(wanted, columns=tuple(column.id for column in get_columns(needed)))


def with_settings(sheet: LinkedSheet, wanted: SheetSettings) -> LinkedSheet:
    """Returns the sheet as it would be with these settings, which nobody stores. Raises `InvalidSetting`."""
    chosen = copy(sheet)
    for name, value in asdict(complete(wanted)).items():
        setattr(chosen, name, list(value) if name == "columns" else value)
    return chosen


def request_full_check(user: User) -> None:
    """Makes the next sync read the sheet even when nothing changed at Spotify: the heal that is due every week."""
    LinkedSheet.objects.filter(user=user).update(read_at=None)


def differing_zone(sheet: LinkedSheet) -> str:
    """Returns the spreadsheet's time zone as last read, where its clock is not the person's; "" where it is."""
    theirs, own = known_zone(sheet.time_zone), zone_of(sheet.user)
    if theirs is None or show_the_same_time(theirs, own, timezone.now().year):
        return ""
    return sheet.time_zone


def change_time_zone(user: User) -> None:
    """Gives the spreadsheet the person's time zone, and makes the next sync read it: its dates are other numbers there.

    For a spreadsheet of their own as well as for one that the site made: nothing but a click of theirs asks for it.
    Raises `NoSheet`, and Google's refusals.
    """
    sheet = linked_sheet_of(user)
    # https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets#SpreadsheetProperties
    properties = {"timeZone": google_name(zone_of(user))}
    request = {"updateSpreadsheetProperties": {"properties": properties, "fields": "timeZone"}}
    client_for(sheet).batch_update(sheet.spreadsheet_id, [request], fields="spreadsheetId")
    request_full_check(user)


def note_tab_choice(user: User) -> None:
    """Makes a sync at work begin anew: a smart sheet or a tab by month was changed or removed, in the same transaction."""
    LinkedSheet.objects.filter(user=user).update(tab_choices=F("tab_choices") + 1)


def is_outdated(written: LinkedSheet, *, with_tabs: bool = False) -> bool:
    """Whether the settings changed, or another sheet was linked, since `written` was read from the database.

    `with_tabs`: or what the other tabs are to hold.
    """
    current = _current(written)
    if current is None:
        return False
    if with_tabs and current.tab_choices != written.tab_choices:
        return True
    return _location(current) != _location(written) or settings_of(current) != settings_of(written)


def validate(wanted: SheetSettings) -> None:
    """Raises `InvalidSetting` for the first field that cannot be as asked."""
    unknown = [name for name in wanted.columns if name not in COLUMNS]
    if unknown:
        raise InvalidColumns(column=unknown[0], columns=", ".join(COLUMNS))
    if wanted.scope not in LinkedSheet.Scope.values:
        raise InvalidScope
    if not 1 <= wanted.recent_count <= MAX_RECENT:
        raise InvalidRecentCount(max=MAX_RECENT)
    if wanted.mode not in LinkedSheet.Mode.values:
        raise InvalidMode


def _current(written: LinkedSheet) -> LinkedSheet | None:
    # Asked before each request to Google, and without what the last write has left.
    compared = (
        "spreadsheet_id",
        "gid",
        "columns",
        "scope",
        "recent_count",
        "keep_removed",
        "mode",
        "tab_choices",
    )
    return LinkedSheet.objects.filter(user_id=written.user_id).only(*compared).first()


def _location(sheet: LinkedSheet) -> tuple[int, str, int]:
    """Linked anew it is another row, of which nothing is confirmed, even where it is the same tab."""
    return sheet.pk, sheet.spreadsheet_id, sheet.gid
