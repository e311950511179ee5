"""The list of people who can view or edit the file, with forms to change it."""

from __future__ import annotations

from html import escape

from sandbox.google import service_account
from sandbox.google.docs.forms import disabled, form
from sandbox.google.docs.view import View

_ROLES = {"owner": "Owner", "writer": "Editor", "reader": "Viewer"}


def share_panel(view: View) -> str:
    return f"""<details class="share"><summary>Share</summary><div class="panel">
<h2>Share “{escape(view.file.workbook.title)}”</h2>
{form(view, "share", _fields(view), css="line")}
<h3>People with access</h3>
<ul>{_person(view, view.file.owner, "owner")}{"".join(_person(view, who, role) for who, role in view.file.shares.items())}</ul>
</div></details>"""


def _fields(view: View) -> str:
    off = disabled(view)
    known = [service_account.EMAIL, *(person.email for person in view.world.people.values())]
    options = "".join(f'<option value="{escape(email)}">' for email in known)
    return (
        f'<input type="email" name="email" list="known" required placeholder="Add people by e-mail" aria-label="E-mail"{off}>'
        f'<datalist id="known">{options}</datalist>'
        f'<select name="role" aria-label="Role"{off}><option value="writer">Editor</option>'
        f'<option value="reader">Viewer</option></select><button class="main"{off}>Send</button>'
    )


def _person(view: View, email: str, role: str) -> str:
    remove = (
        f'<input type="hidden" name="email" value="{escape(email)}"><button{disabled(view)}>Remove</button>'
    )
    action = "" if role == "owner" else form(view, "unshare", remove)
    return f"<li><span>{escape(email)}</span><em>{_ROLES[role]}</em>{action}</li>"
