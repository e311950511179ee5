"""Which tab of which spreadsheet is whose: the code that proves it, storing a link, and unlinking."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from providers.rate_limits import redis_errors
from sheets.columns import DEFAULT_COLUMNS, get_columns
from sheets.models import LinkCode, LinkedSheet
from sheets.planner.requests import parse_tag
from sheets.problems import LinkingInProgress, SheetAlreadyLinked, SheetTaken
from sheets.signals import sheet_linked, sheet_unlinked

log = logging.getLogger(__name__)

TAB_TITLE = "Saved tracks"
# What both ways of linking need to know of a spreadsheet.
FIELDS = "spreadsheetId,spreadsheetUrl,properties.title,sheets.properties(sheetId,title,sheetType)"
# Beside them, where our columns stand: of each column its tag, and of the cells nothing.
TAG_FIELDS = "sheets.data.columnMetadata.developerMetadata(metadataId,metadataKey,metadataValue)"
# Without look-alikes (0 O, 1 I L), since it is typed by hand.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 6
# Longer than Google works on a request, so that a lost answer does not let a second linking in.
LOCK_TIME = timedelta(seconds=200)


def get_link_code(user: User) -> LinkCode:
    """Returns the short code that a person names a tab with; the same one until it is used.

    Addresses are passed around, so an address proves nothing. Renaming a tab takes the permission to edit.
    """
    while True:
        try:
            with transaction.atomic():
                return LinkCode.objects.get_or_create(user=user, defaults={"code": _new_code()})[0]
        except IntegrityError:
            # Another person has this code: one in a billion, and another one is as good.
            continue


def _new_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


@contextmanager
def linking_lock(user: User) -> Iterator[None]:
    """Serialises the linking of one person: a double click must not create two spreadsheets.

    Raises `LinkingInProgress` while another one runs, and `SheetAlreadyLinked`.
    """
    with one_at_a_time(user):
        if sheet := LinkedSheet.objects.filter(user=user).first():
            raise SheetAlreadyLinked(title=str(sheet))
        yield


@contextmanager
def one_at_a_time(user: User) -> Iterator[None]:
    """Raises `LinkingInProgress` while another request of the person links a sheet or makes a tab."""
    key = f"linking:{user.pk}"
    # A cache key and not a row lock: Google may take three minutes, and no transaction may stay open for so long.
    if not cache.add(key, 1, LOCK_TIME.total_seconds()):
        raise LinkingInProgress(when=timezone.now() + timedelta(seconds=10))
    try:
        yield
    finally:
        cache.delete(key)


def column_tags(tab: dict[str, Any]) -> dict[int, str]:
    """Returns the ids of our columns by where they stand. `tab` is one of `sheets` in Google's answer with `TAG_FIELDS`."""
    return {
        place: tag.column
        for part in tab.get("data", ())
        for place, properties in enumerate(part.get("columnMetadata", ()))
        if (tag := parse_tag(properties))
    }


def store_link(
    user: User,
    book: dict[str, Any],
    gid: int,
    method: LinkedSheet.Method,
    columns: Iterable[str] = DEFAULT_COLUMNS,
) -> LinkedSheet:
    """Stores the link and begins the daily sync; the code is used up. `book` is Google's answer with `FIELDS`.

    Raises `SheetTaken`.
    """
    try:
        with transaction.atomic():
            sheet = LinkedSheet.objects.create(
                user=user,
                spreadsheet_id=book["spreadsheetId"],
                url=book["spreadsheetUrl"],
                title=book.get("properties", {}).get("title", "")[:500],
                method=method,
                gid=gid,
                columns=[column.id for column in get_columns(columns)],
                unclear_until=_last_write_of_former(book["spreadsheetId"]),
            )
            LinkCode.objects.filter(user=user).delete()
            sheet_linked.send(sender=User, user=user)
    except IntegrityError as error:
        # Two people linked the same spreadsheet at once: the unique constraint admits one of them.
        raise SheetTaken from error
    return sheet


def require_free(user: User, spreadsheet_id: str) -> None:
    """Raises `SheetTaken` when the spreadsheet is linked by another person."""
    if LinkedSheet.objects.filter(spreadsheet_id=spreadsheet_id).exclude(user=user).exists():
        raise SheetTaken


def unlink(user: User) -> bool:
    """Deletes the link, and ends the active run and the daily sync. Without a link nothing happens.

    Returns whether a write was under way: Google may still apply the one request that was sent before.
    """
    with transaction.atomic():
        sheet = LinkedSheet.objects.filter(user=user).first()
        LinkedSheet.objects.filter(user=user).delete()
        answers = sheet_unlinked.send(sender=User, user=user, sheet=sheet)
    return any(is_writing for _, is_writing in answers)


def expect_last_write(sheet: LinkedSheet, until: datetime) -> None:
    """Whoever links this spreadsheet before `until` is written into it only then: Google may still apply a request."""
    # In the cache: the link is gone, and nothing but its successor needs to know.
    key = _last_write_key(sheet.spreadsheet_id)
    try:
        cache.set(key, until.isoformat(), max(1.0, (until - timezone.now()).total_seconds()))
    except redis_errors() as error:  # nobody is kept from unlinking, or from leaving
        log.warning("a last write is not remembered: %s", error)


def _last_write_of_former(spreadsheet_id: str) -> datetime | None:
    until = cache.get(_last_write_key(spreadsheet_id))
    return datetime.fromisoformat(until) if until else None


def _last_write_key(spreadsheet_id: str) -> str:
    return f"last-write:{sha256(spreadsheet_id.encode()).hexdigest()}"


def free_title(wanted: str, taken: set[str]) -> str:
    """Returns the title, with a number behind it where another tab has it. Google ignores case here."""
    taken = {title.casefold() for title in taken}
    title, number = wanted, 1
    while title.casefold() in taken:
        number += 1
        title = f"{wanted} {number}"
    return title
