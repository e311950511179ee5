"""/google-docs/spreadsheets/d/{id}/edit: one spreadsheet, as a person views and edits it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sandbox.google.docs.frame import document, no_access_page, sheet_page
from sandbox.google.docs.view import View, view_of
from sandbox.google.errors import GoogleError
from sandbox.google.files import Role
from sandbox.messages import Request, Response, redirect
from sandbox.routes import Routes

if TYPE_CHECKING:
    from sandbox.world import World

PATH = "/google-docs/spreadsheets/d/{id}"
Form = dict[str, str]


def register(routes: Routes) -> None:
    routes.add("GET", f"{PATH}/edit", show, service="google-docs", kind="page")
    routes.add("POST", f"{PATH}/edit", do, service="google-docs", kind="form")
    routes.add(
        "GET",
        PATH,
        lambda world, request: redirect(f"{request.path}/edit"),
        service="google-docs",
        kind="page",
    )


def show(world: World, request: Request) -> Response:
    asked = {name: values[0] for name, values in request.query.items()}
    with world.lock:
        file = world.google.spreadsheets.get(request.params["id"])
        if file is None:
            return _no_such_file()
        view = view_of(world, file, asked)
        response = sheet_page(view) if view.role else no_access_page(view)
        response.principal = view.user
        return response


def do(world: World, request: Request) -> Response:
    """Performs the form's action and shows the page again; an error is shown on it."""
    form = request.form()
    with world.lock:
        file = world.google.spreadsheets.get(request.params["id"])
        if file is None:
            return _no_such_file()
        view = view_of(world, file, form)
        if not view.may_edit:
            return no_access_page(view)
        try:
            gid = ACTIONS[form.get("do", "")](view, form)
        except (GoogleError, LookupError) as refused:
            message = refused.message if isinstance(refused, GoogleError) else f"There is no {refused}"
            return sheet_page(view_of(world, file, form, message), 400)
        return redirect(request.path + _next(view, form, gid))


def _next(view: View, form: Form, gid: object) -> str:
    """Returns the next position: one cell down after Enter, the new tab after adding one, else the same."""
    row, _ = view.chosen
    if form["do"] == "type":
        return view.address_of(row=min(row + 1, view.tab.row_count - 1))
    if isinstance(gid, int):
        return view.address_of(gid=gid, row=0, column=0)
    return view.address_of()


def _no_such_file() -> Response:
    return document(
        "Not found",
        '<body class="plain"><main><h1>Sorry, the file you have requested does not exist.</h1></main></body>',
        404,
    )


def _sort(view: View, *, descending: bool) -> None:
    start = max(view.tab.frozen_rows, 0)
    column = view.chosen[1]
    view.file.workbook.sort(view.tab.gid, column, descending=descending, start_row=start, by=view.user)


def _add_tab(view: View, form: Form) -> int:
    return view.file.workbook.add_tab(form.get("title", ""), by=view.user).gid


def _share(view: View, form: Form) -> None:
    role: Role = "reader" if form.get("role") == "reader" else "writer"
    view.world.google.share(view.file.id, form["email"].strip(), role)


ACTIONS: dict[str, Callable[[View, Form], object]] = {
    "type": lambda view, form: view.file.workbook.type_cell(
        view.tab.gid, *view.chosen, form.get("text", ""), by=view.user
    ),
    "note": lambda view, form: view.file.workbook.set_note(
        view.tab.gid, *view.chosen, form.get("note", ""), by=view.user
    ),
    "sort": lambda view, form: _sort(view, descending=False),
    "sort_down": lambda view, form: _sort(view, descending=True),
    "insert_row": lambda view, form: view.file.workbook.insert_rows(
        view.tab.gid, view.chosen[0], by=view.user
    ),
    "delete_row": lambda view, form: view.file.workbook.delete_rows(
        view.tab.gid, view.chosen[0], by=view.user
    ),
    "insert_column": lambda view, form: view.file.workbook.insert_columns(
        view.tab.gid, view.chosen[1], by=view.user
    ),
    "delete_column": lambda view, form: view.file.workbook.delete_columns(
        view.tab.gid, view.chosen[1], by=view.user
    ),
    "rename_tab": lambda view, form: view.file.workbook.rename_tab(
        view.tab.gid, form.get("title", ""), by=view.user
    ),
    "add_tab": _add_tab,
    "share": _share,
    "unshare": lambda view, form: view.world.google.unshare(view.file.id, form["email"]),
}
