"""The page around the grid: title, toolbar, formula bar, tabs."""

from __future__ import annotations

from html import escape
from pathlib import Path

from sandbox.google import a1
from sandbox.google.display import shown
from sandbox.google.docs.forms import button, disabled, form, user_switch
from sandbox.google.docs.grid import grid
from sandbox.google.docs.share_panel import share_panel
from sandbox.google.docs.view import MAX_COLUMNS, ROWS_A_PAGE, View
from sandbox.google.formulas import link
from sandbox.google.typed_input import parse
from sandbox.messages import Response, html_response

STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
_FRAGMENT = (
    "<script>var g=/gid=(\\d+)/.exec(location.hash);if(g&&!/[?&]gid=/.test(location.search))"
    "location.replace(location.pathname+'?gid='+g[1])</script>"
)
"""Google's own links have the tab in the fragment, which servers do not see. Only this needs JavaScript."""
ICON = (
    '<a class="icon" href="/google-docs/" title="All spreadsheets" aria-label="All spreadsheets"><i></i></a>'
)


def document(title: str, content: str, status: int = 200) -> Response:
    return html_response(
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n{content}\n</html>\n",
        status,
    )


def sheet_page(view: View, status: int = 200) -> Response:
    title = view.file.workbook.title
    content = f"""<body class="sheet">
<header>{ICON}<div class="name"><h1>{escape(title)}</h1><p>{_state(view)}</p></div>
{user_switch(view)}{share_panel(view)}</header>
{_error(view)}
<nav class="tools" aria-label="Tools">{_tools(view)}</nav>
<div class="bar">{_bar(view)}</div>
<main tabindex="0">{grid(view)}{_limits(view)}</main>
<footer>{_tabs(view)}</footer>
{_FRAGMENT}</body>"""
    return document(f"{title} - Google Sheets (sandbox)", content, status)


def no_access_page(view: View) -> Response:
    content = (
        f'<body class="plain"><header>{ICON}<div class="name"><h1>You need access</h1></div>{user_switch(view)}</header>'
        f"<main><p>{escape(view.file.owner)} has not shared this spreadsheet with {escape(view.user)}.</p></main></body>"
    )
    return document("You need access", content, 403)


def _state(view: View) -> str:
    if view.file.kind == "xlsx":
        return "Excel file (.XLSX)"
    notice = {"owner": "", "writer": "Shared with you", "reader": "View only"}[view.role or "reader"]
    return " · ".join(part for part in (notice, f"Sandbox, {view.file.workbook.time_zone} time") if part)


def _error(view: View) -> str:
    return f'<p class="error" role="alert">{escape(view.error)}</p>' if view.error else ""


def _tools(view: View) -> str:
    row, column = view.chosen
    letters = a1.column_letters(column)
    groups = (
        (("sort", f"Sort by {letters}, A to Z"), ("sort_down", f"Sort by {letters}, Z to A")),
        (("insert_row", f"Insert row above {row + 1}"), ("delete_row", f"Delete row {row + 1}")),
        (
            ("insert_column", f"Insert column left of {letters}"),
            ("delete_column", f"Delete column {letters}"),
        ),
    )
    return "<hr>".join("".join(button(view, do, text) for do, text in group) for group in groups)


def _bar(view: View) -> str:
    entry = _entry(view)
    off = disabled(view)
    typed = (
        f'<b>{view.address}</b><label class="entry"><i>fx</i><input name="text" value="{escape(entry)}" dir="auto" '
        f'aria-label="Content of {view.address}" autocomplete="off"{off}{_focus(view)}></label><button{off}>Enter</button>'
    )
    note = (
        f'<label>Note <input name="note" value="{escape(view.cell.note)}" aria-label="Note on {view.address}" '
        f'autocomplete="off"{off}></label><button{off}>Set note</button>'
    )
    return form(view, "type", typed, css="type") + form(view, "note", note, css="set-note") + _open_link(view)


def _focus(view: View) -> str:
    return " autofocus" if view.may_edit and not view.error else ""


def _entry(view: View) -> str:
    """Returns what to type to get the cell: its formula, or its text.

    Text that would be read as something else has an apostrophe in front.
    """
    cell = view.cell
    if isinstance(cell.value, str):
        return cell.value if parse(cell.value)[0] == cell.value else f"'{cell.value}"
    return shown(cell.value, cell.format)


def _open_link(view: View) -> str:
    value = view.cell.value
    url = link(view.cell) or (value if isinstance(value, str) else "")
    if not url.startswith(("http://", "https://")):
        return ""
    return f'<a class="open" href="{escape(url)}" rel="noreferrer" target="_blank">Open link</a>'


def _limits(view: View) -> str:
    parts = []
    if view.first:
        parts.append(
            f'<a href="{escape(view.address_of(**{"from": max(0, view.first - ROWS_A_PAGE)}))}">Rows before</a>'
        )
    after = view.first + ROWS_A_PAGE
    if after < view.filled:
        parts.append(f'<a href="{escape(view.address_of(**{"from": after}))}">Rows from {after + 1:,}</a>')
    size = f"{view.tab.row_count:,} rows × {view.tab.column_count} columns, {view.filled:,} rows filled."
    most = f" The page shows {ROWS_A_PAGE} rows and up to {MAX_COLUMNS} columns at a time."
    return f'<p class="limits">{size}{most} {" ".join(parts)}</p>'


def _tab_address(view: View, gid: int) -> str:
    return view.address_of(gid=gid, row=0, column=0, **{"from": 0})


def _tabs(view: View) -> str:
    links = "".join(
        f'<a href="{escape(_tab_address(view, tab.gid))}"'
        f"{' aria-current=page' if tab is view.tab else ''}>{escape(tab.title)}</a>"
        for tab in view.file.workbook.tabs
    )
    off = disabled(view)
    rename = (
        f'<input name="title" value="{escape(view.tab.title)}" maxlength="100" required aria-label="Name of this tab"{off}>'
        f"<button{off}>Rename</button>"
    )
    return f'{button(view, "add_tab", "+", title="Add a tab")}<div class="tabs">{links}</div>{form(view, "rename_tab", rename, css="rename")}'
