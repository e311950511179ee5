"""The forms around the grid. Each names its action in `do`; hidden fields carry the current position."""

from __future__ import annotations

from html import escape

from sandbox.google.docs.view import View
from sandbox.html import hidden_fields


def form(view: View, do: str, content: str, *, css: str = "") -> str:
    row, column = view.chosen
    where = {
        "do": do,
        "gid": str(view.tab.gid),
        "as": view.user,
        "row": str(row),
        "column": str(column),
        "from": str(view.first),
    }
    return f'<form method="post"{_class(css)}>{hidden_fields(where)}{content}</form>'


def _class(css: str) -> str:
    return f' class="{css}"' if css else ""


def button(view: View, do: str, text: str, *, title: str = "") -> str:
    """Returns a form that consists of one button."""
    return form(view, do, f'<button title="{escape(title or text)}"{disabled(view)}>{escape(text)}</button>')


def disabled(view: View) -> str:
    return "" if view.may_edit else " disabled"


def user_switch(view: View) -> str:
    """Returns the form that chooses the user, in place of a login."""
    emails = dict.fromkeys(
        [view.file.owner, *(person.email for person in view.world.people.values()), view.user]
    )
    options = "".join(
        f'<option value="{escape(email)}"{" selected" if email == view.user else ""}>{escape(_name(view, email))}</option>'
        for email in emails
    )
    return (
        f'<form method="get" class="me"><input type="hidden" name="gid" value="{view.tab.gid}">'
        f'<label>You are <select name="as">{options}</select></label><button>Switch</button></form>'
    )


def _name(view: View, email: str) -> str:
    return next((person.name for person in view.world.people.values() if person.email == email), email)
