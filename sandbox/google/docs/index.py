"""/google-docs/: all spreadsheets, and a form that creates one."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from sandbox.google.docs.frame import ICON, document
from sandbox.google.files import SpreadsheetFile
from sandbox.messages import Request, Response, redirect
from sandbox.routes import Routes

if TYPE_CHECKING:
    from sandbox.world import World

PATH = "/google-docs/"


def register(routes: Routes) -> None:
    routes.add("GET", PATH, show, service="google-docs", kind="page")
    routes.add("POST", PATH, create, service="google-docs", kind="form")


def show(world: World, request: Request) -> Response:
    with world.lock:
        files = list(world.google.spreadsheets.values())
        content = f"""<body class="plain"><header>{ICON}<div class="name"><h1>Spreadsheets</h1>
<p>The sandbox's Google Sheets</p></div></header><main>
<form method="post" class="new"><label>Title <input name="title" placeholder="Untitled spreadsheet"></label>
<label>Owner <select name="owner">{_people(world)}</select></label><button class="main">New spreadsheet</button></form>
{_table(files) if files else "<p>There is none yet.</p>"}</main></body>"""
    return document("Google Sheets (sandbox)", content)


def _people(world: World) -> str:
    return "".join(
        f'<option value="{escape(p.key)}">{escape(p.name)}</option>' for p in world.people.values()
    )


def _table(files: list[SpreadsheetFile]) -> str:
    rows = "".join(map(_row, files))
    return f"<table class='files'><thead><tr><th>Name<th>Owner<th>Shared with</tr></thead><tbody>{rows}</tbody></table>"


def _row(file: SpreadsheetFile) -> str:
    shared = ", ".join(file.shares) or "nobody"
    kind = " <em>.XLSX</em>" if file.kind == "xlsx" else ""
    return (
        f'<tr><td><a href="/google-docs/spreadsheets/d/{file.id}/edit">{escape(file.workbook.title)}</a>{kind}</td>'
        f"<td>{escape(file.owner)}</td><td>{escape(shared)}</td></tr>"
    )


def create(world: World, request: Request) -> Response:
    form = request.form()
    with world.lock:
        owner = form.get("owner", "")
        if owner not in world.people:
            return document(
                "No such person", "<body class='plain'><main><h1>Nobody was chosen.</h1></main></body>", 400
            )
        file = world.google.create_spreadsheet(owner, form.get("title") or "Untitled spreadsheet")
    return redirect(f"/google-docs/spreadsheets/d/{file.id}/edit")
