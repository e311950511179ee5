"""The control API of Google's stand-in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields as fields_of
from typing import TYPE_CHECKING, Any

from sandbox.control import add, fields
from sandbox.google.errors import GoogleError
from sandbox.google.files import SpreadsheetFile
from sandbox.google.quotas import Quotas
from sandbox.google.workbook import Workbook
from sandbox.messages import Request
from sandbox.routes import Routes

if TYPE_CHECKING:
    from sandbox.world import World

_FILE = "/google/spreadsheets/{id}"
Doing = Callable[[Workbook, dict[str, Any], str | None], object]

_DOINGS: dict[str, Doing] = {
    "type": lambda book, a, by: book.type_cell(a["gid"], a["row"], a["column"], a["text"], by=by),
    "note": lambda book, a, by: book.set_note(a["gid"], a["row"], a["column"], a["note"], by=by),
    "sort": lambda book, a, by: book.sort(
        a["gid"], a["column"], descending=a.get("descending", False), start_row=a.get("start_row", 1), by=by
    ),
    "time_zone": lambda book, a, by: book.set_time_zone(a["name"], by=by),
    "rename_tab": lambda book, a, by: book.rename_tab(a["gid"], a["title"], by=by),
    "add_tab": lambda book, a, by: book.add_tab(a.get("title", ""), by=by),
    "delete_tab": lambda book, a, by: book.delete_tab(a["gid"], by=by),
    "insert_rows": lambda book, a, by: book.insert_rows(a["gid"], a["before"], a.get("count", 1), by=by),
    "delete_rows": lambda book, a, by: book.delete_rows(a["gid"], a["first"], a.get("count", 1), by=by),
    "insert_columns": lambda book, a, by: book.insert_columns(
        a["gid"], a["before"], a.get("count", 1), by=by
    ),
    "delete_columns": lambda book, a, by: book.delete_columns(a["gid"], a["first"], a.get("count", 1), by=by),
    "move_column": lambda book, a, by: book.move_column(a["gid"], a["column"], a["before"], by=by),
    "hide_rows": lambda book, a, by: book.hide_rows(a["gid"], a["first"], a.get("count", 1), by=by),
    "filter": lambda book, a, by: book.set_filter(
        a["gid"],
        a["column"],
        hidden_values=a.get("hidden_values", ()),
        condition=a.get("condition"),
        by=by,
    ),
    "clear_filter": lambda book, a, by: book.clear_filter(a["gid"], by=by),
}
"""The edits of a person: name in the path -> function of the body's fields."""


def register(routes: Routes) -> None:
    add(routes, "GET", "/google/spreadsheets", list_files)
    add(routes, "POST", "/google/spreadsheets", create)
    add(routes, "GET", _FILE, show)
    add(routes, "DELETE", _FILE, lambda world, request: world.google.delete(request.params["id"]))
    add(routes, "POST", f"{_FILE}/share", share)
    add(routes, "POST", f"{_FILE}/unshare", unshare)
    add(routes, "POST", f"{_FILE}/lock", lambda world, request: world.google.lock(request.params["id"]))
    add(routes, "POST", f"{_FILE}/unlock", unlock)
    add(routes, "POST", f"{_FILE}/trash", lambda world, request: world.google.trash(request.params["id"]))
    add(routes, "POST", f"{_FILE}/restore", lambda world, request: world.google.restore(request.params["id"]))
    for name, doing in _DOINGS.items():
        add(routes, "POST", f"{_FILE}/{name}", _action(doing))
    add(routes, "POST", "/google/grants/{person}", change_grant)
    add(routes, "POST", "/google/settings", change_settings)


def _action(doing: Doing) -> Callable[[World, Request], dict[str, Any]]:
    def act(world: World, request: Request) -> dict[str, Any]:
        file = world.google.file(request.params["id"])
        asked = fields(request)
        by = world.google.email(asked["by"]) if asked.get("by") else None
        try:
            doing(file.workbook, asked, by)
        except GoogleError as refused:
            raise ValueError(refused.message) from None
        return document(file)

    return act


def list_files(world: World, request: Request) -> list[dict[str, Any]]:
    return [_summary(file) for file in world.google.spreadsheets.values()]


def create(world: World, request: Request) -> dict[str, Any]:
    asked = fields(request)
    make = world.google.add_xlsx if asked.get("kind") == "xlsx" else world.google.create_spreadsheet
    return document(make(asked["owner"], asked.get("title", "Untitled spreadsheet")))


def show(world: World, request: Request) -> dict[str, Any]:
    return document(world.google.file(request.params["id"]))


def _summary(file: SpreadsheetFile) -> dict[str, Any]:
    return {
        "id": file.id,
        "title": file.workbook.title,
        "kind": file.kind,
        "owner": file.owner,
        "shares": file.shares,
        "locked": file.locked,
        "trashed": file.trashed_at is not None,
    }


def document(file: SpreadsheetFile) -> dict[str, Any]:
    """Returns the file with its tabs: values by row (null where empty), notes by zero-based `row,column`."""
    book = file.workbook
    tabs = [
        {
            "gid": tab.gid,
            "title": tab.title,
            "row_count": tab.row_count,
            "column_count": tab.column_count,
            "frozen_rows": tab.frozen_rows,
            "values": book.values(tab.gid),
            "notes": {f"{row},{column}": note for (row, column), note in book.notes(tab.gid).items()},
        }
        for tab in book.tabs
    ]
    return {**_summary(file), "time_zone": book.time_zone, "tabs": tabs}


def share(world: World, request: Request) -> None:
    """Shares the file: `{"email": address or person, "role": "writer"|"reader"}`.

    Without an e-mail address it is shared with the service account.
    """
    asked = fields(request)
    who = asked.get("email") or world.google.service_account_email
    world.google.share(request.params["id"], who, asked.get("role", "writer"))


def unshare(world: World, request: Request) -> None:
    who = fields(request).get("email") or world.google.service_account_email
    world.google.unshare(request.params["id"], who)


def unlock(world: World, request: Request) -> None:
    world.google.lock(request.params["id"], locked=False)


def change_grant(world: World, request: Request) -> None:
    person = request.params["person"]
    match fields(request).get("do"):
        case "expire_access":
            world.google.expire_access(person)
        case "revoke":
            world.google.revoke(person)
        case _:
            raise ValueError("do is one of expire_access, revoke")


def change_settings(world: World, request: Request) -> dict[str, Any]:
    """Sets any of api_enabled, redirect_uris, reads_per_user, writes_per_user, reads, writes.

    A quota of null means no limit.
    """
    asked = fields(request)
    quotas = {field.name for field in fields_of(Quotas) if not field.name.startswith("_")}
    if unknown := set(asked) - quotas - {"api_enabled", "redirect_uris"}:
        raise ValueError(f"there is no setting {', '.join(sorted(unknown))}")
    for name, value in asked.items():
        if name in quotas:
            setattr(world.google.quotas, name, None if value is None else int(value))
    world.google.api_enabled = bool(asked.get("api_enabled", world.google.api_enabled))
    world.google.app.redirect_uris = list(asked.get("redirect_uris", world.google.app.redirect_uris))
    return asked
