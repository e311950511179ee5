"""A person with three pages of saved tracks, and a sheet that they have typed into."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.models import User
from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.people import Person
from sandbox.spotify.library import SavedItem
from sandbox.world import World
from sheets.models import LinkedSheet
from syncer import schedule
from tests.support.cast import link_sheet, sign_in

# Three pages, the last one short.
TRACKS = 104
OWN_COLUMN = 7
SAVED_AT = datetime(2026, 11, 20, 11, 30, tzinfo=UTC)


def add_person(world: World, name: str, tracks: int = TRACKS) -> User:
    """Returns a person with a daily sync and a shared sheet that has a column typed by them."""
    world.people[name] = Person(name, name.title())
    _save_many(world, name, tracks)
    user = sign_in(world, name)
    sheet = link_sheet(world, user, scope=LinkedSheet.Scope.ALL)
    book = world.google.workbook(sheet.spreadsheet_id)
    book.type_cell(sheet.gid, 0, OWN_COLUMN, "Mine")
    book.set_note(sheet.gid, 0, OWN_COLUMN, "stars, one to five")
    schedule.activate(user)
    return user


def _save_many(world: World, name: str, tracks: int) -> None:
    """Part of ben's library; an album of three in one second lies across the end of the first page."""
    library = world.spotify.account(name).library
    items = world.spotify.library("ben")[:tracks]
    moment = items[0].added_at
    hours = (48 if place in range(48, 51) else place for place in range(len(items)))
    library.append(
        SavedItem(moment - timedelta(hours=age), item.key) for age, item in zip(hours, items, strict=True)
    )


def decorate(world: World, user: User) -> None:
    """The person rates some rows, and adds notes to managed and to typed cells."""
    sheet = user.sheet
    book = world.google.workbook(sheet.spreadsheet_id)
    for row in (2, 10, 61, 90):
        book.type_cell(sheet.gid, row, OWN_COLUMN, "5")
    book.set_note(sheet.gid, 5, 1, "heard at the lake")
    book.set_note(sheet.gid, 90, OWN_COLUMN, "with Mira")


def live_a_day(world: World, user: User) -> None:
    """Three saves, one of an old track again, and three removals: one of a row with something of the person's."""
    spotify = world.spotify
    again = spotify.library(user.username)[70].key
    spotify.remove(user.username, offsets=[60, 72, 101])
    spotify.save(user.username, [again], SAVED_AT)
    spotify.save(user.username, 3, SAVED_AT + timedelta(minutes=5))


@dataclass(frozen=True)
class Scenery:
    """A moment of a person's library and sheet at the vendors, and of what these have granted and counted."""

    items: list[SavedItem]
    book: SpreadsheetState
    granted: list[dict[str, Any]]


def remember(world: World, user: User) -> Scenery:
    book = world.google.workbook(user.sheet.spreadsheet_id)
    granted = [values_of(part) for part in _granted(world)]
    return Scenery(world.spotify.library(user.username), book.draft(None), deepcopy(granted))


def restore(world: World, user: User, scenery: Scenery) -> None:
    book = world.google.workbook(user.sheet.spreadsheet_id)
    world.spotify.account(user.username).library.items = list(scenery.items)
    book.take(scenery.book.draft(None))
    for part, values in zip(_granted(world), deepcopy(scenery.granted), strict=True):
        for name, value in values.items():
            setattr(part, name, value)


def values_of(part: Any) -> dict[str, Any]:
    """The fields of a vendor's record, without its clock."""
    return {field.name: getattr(part, field.name) for field in fields(part) if field.name != "now"}


def _granted(world: World) -> list[Any]:
    return [world.spotify.grants, world.spotify.limits, world.google.grants, world.google.quotas]
