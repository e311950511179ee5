"""The authorization endpoint: https://developer.spotify.com/documentation/web-api/tutorials/code-flow"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from sandbox.messages import Request, Response, redirect
from sandbox.routes import Routes
from sandbox.spotify.apps import App, is_secure_redirect
from sandbox.spotify.consent_page import SCOPES, consent_page, refusal_page
from sandbox.spotify.grants import Code

if TYPE_CHECKING:
    from sandbox.world import World

PATH = "/spotify-accounts/authorize"
FIELDS = (
    "client_id",
    "response_type",
    "redirect_uri",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
    "show_dialog",
)


def register(routes: Routes) -> None:
    """Adds the routes.

    The form has a kind of its own, so that a fault of kind `authorize` hits the page only.
    """
    routes.add("GET", PATH, ask, service="spotify-accounts", kind="authorize")
    routes.add("POST", PATH, decide, service="spotify-accounts", kind="consent")


def ask(world: World, request: Request) -> Response:
    """Shows the page even to users who have agreed before, because they choose their account on it."""
    asked = {name: request.first(name) for name in FIELDS if request.first(name)}
    with world.lock:
        if mistake := _mistake(world.spotify.app, asked):
            return refusal_page(mistake)
        return consent_page(world.people.values(), asked)


def decide(world: World, request: Request) -> Response:
    """Handles the form: the fields of the authorization request, `person`, and `decision` (agree or cancel)."""
    form = request.form()
    with world.lock:
        if mistake := _mistake(world.spotify.app, form):
            return refusal_page(mistake)
        if form.get("decision") != "agree":
            return _back(form, {"error": "access_denied"})
        if form.get("person") not in world.people:
            return refusal_page("Nobody was chosen.")
        return _back(form, {"code": _issue_code(world, form)})


def _issue_code(world: World, form: dict[str, str]) -> str:
    code = Code(
        person=form["person"],
        client_id=form["client_id"],
        scope=form.get("scope", ""),
        redirect_uri=form["redirect_uri"],
        challenge=form.get("code_challenge", ""),
        issued_at=world.now(),
    )
    return world.spotify.grants.issue_code(code)


def _back(form: dict[str, str], answer: dict[str, str]) -> Response:
    uri = form["redirect_uri"]
    state = {"state": form["state"]} if form.get("state") else {}
    return redirect(f"{uri}{'&' if '?' in uri else '?'}{urlencode(answer | state)}")


def _mistake(app: App, asked: dict[str, str]) -> str | None:
    """Returns the reason to show an error page instead of redirecting, or None."""
    uri = asked.get("redirect_uri", "")
    if not asked.get("client_id"):
        return "Missing required parameter: client_id"
    if asked["client_id"] != app.client_id:
        return "INVALID_CLIENT: Invalid client"
    if asked.get("response_type") != "code":
        return "response_type must be code"
    if not app.accepts_redirect(uri):
        problem = "Invalid" if not uri or is_secure_redirect(uri) else "Insecure"
        return f"INVALID_CLIENT: {problem} redirect URI"
    if not set(asked.get("scope", "").split()) <= SCOPES.keys():
        return "INVALID_SCOPE: Invalid scope"
    if asked.get("code_challenge") and asked.get("code_challenge_method") != "S256":
        return "code_challenge_method must be S256"
    return None
