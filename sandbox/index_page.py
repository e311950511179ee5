"""The page at /: lists people, their spreadsheets and the control API."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from sandbox.html import page
from sandbox.messages import Request, Response
from sandbox.people import Person
from sandbox.routes import Routes
from sandbox.services import VENDORS

if TYPE_CHECKING:
    from sandbox.world import World


def register(routes: Routes) -> None:
    routes.add("GET", "/", index, service="control", kind="control")


def index(world: World, request: Request) -> Response:
    with world.lock:
        people = "".join(_row(world, person, request.base_url) for person in world.people.values())
        now = f"{world.now():%A, %d %B %Y, %H:%M:%S} UTC"
        return page("Sandbox", CONTENT.format(vendors=VENDORS, people=people, now=now))


def _row(world: World, person: Person, base_url: str) -> str:
    saved = len(world.spotify.library(person.key))
    files = [file for file in world.google.spreadsheets.values() if file.owner == person.email]
    links = "<br>".join(
        f'<a href="{base_url}/google-docs/spreadsheets/d/{escape(file.id)}/edit">{escape(file.workbook.title)}</a>'
        for file in files
    )
    return (
        f"<tr><td>{escape(person.name)}<br><code>{escape(person.email)}</code></td>"
        f"<td>{saved:,}</td><td>{links or 'none yet'}</td></tr>"
    )


CONTENT = """<h1>Stand-ins</h1>
<p>The product talks to this server as it would to the real {vendors}. Nothing here is real, and all of it is gone
when the process ends.</p>
<p class="note">The sandbox's clock says {now}.</p>
<h2>People</h2>
<table><thead><tr><th>Who</th><th>Saved tracks</th><th>Spreadsheets</th></tr></thead><tbody>{people}</tbody></table>
<h2>For programs</h2>
<table><tbody>
<tr><td><a href="/control/env"><code>/control/env</code></a></td><td>the settings with which the product comes here</td></tr>
<tr><td><a href="/control/people"><code>/control/people</code></a></td><td>the people</td></tr>
<tr><td><a href="/control/log"><code>/control/log</code></a></td><td>every request so far</td></tr>
<tr><td><a href="/control/clock"><code>/control/clock</code></a></td><td>the clock</td></tr>
</tbody></table>"""
