"""The authorization endpoint:
https://developers.google.com/identity/protocols/oauth2/web-server#creatingclient
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from sandbox.google.apps import App
from sandbox.google.consent_page import consent_page, refusal_page
from sandbox.google.grants import Code
from sandbox.google.scopes import CHOICES, SIGN_IN, full_names
from sandbox.messages import Request, Response, redirect
from sandbox.routes import Routes

if TYPE_CHECKING:
    from sandbox.world import World

PATHS = ("/google-accounts/o/oauth2/v2/auth", "/google-accounts/o/oauth2/auth")
FIELDS = (
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "access_type",
    "prompt",
    "include_granted_scopes",
    "login_hint",
    "nonce",
    "code_challenge",
    "code_challenge_method",
)
_CHALLENGE_METHODS = ("", "plain", "S256")
Mistake = tuple[str, str]


def register(routes: Routes) -> None:
    for path in PATHS:
        routes.add("GET", path, ask, service="google-accounts", kind="authorize")
        routes.add("POST", path, decide, service="google-accounts", kind="consent")


def ask(world: World, request: Request) -> Response:
    """Shows the page even to users who have agreed before, because they choose their account on it."""
    asked = {name: request.first(name) for name in FIELDS if request.first(name)}
    with world.lock:
        if mistake := _mistake(world.google.app, asked):
            return refusal_page(*mistake)
        return consent_page(request.path, world.people.values(), asked)


def decide(world: World, request: Request) -> Response:
    """Handles the form: the request's fields, `person`, `granted` (once for each checkbox) and `decision`."""
    form = request.form()
    ticked = set(parse_qs(request.body.decode("utf-8", "replace")).get("granted", []))
    with world.lock:
        if mistake := _mistake(world.google.app, form):
            return refusal_page(*mistake)
        if form.get("person") not in world.people:
            return refusal_page("invalid_request", "Nobody was chosen.")
        asked = set(form["scope"].split())
        granted = {scope for scope in asked if scope in SIGN_IN or scope in ticked}
        if form.get("decision") != "agree" or not granted:
            return _back(form, {"error": "access_denied"})
        return _back(form, _agreed(world, form, granted))


def _agreed(world: World, form: dict[str, str], granted: set[str]) -> dict[str, str]:
    grants, email = world.google.grants, world.people[form["person"]].email
    key = (form["client_id"], email)
    scopes = full_names(granted)
    known = grants.granted_scopes.get(key, set())
    grants.granted_scopes[key] = known | scopes
    if form.get("include_granted_scopes") == "true":
        scopes |= known
    # a refresh token is issued at the first consent, and again only with prompt=consent
    again = "consent" in form.get("prompt", "").split()
    offline = form.get("access_type") == "offline" and (again or not grants.has_refresh(email, key[0]))
    code = Code(
        email=email,
        client_id=form["client_id"],
        redirect_uri=form["redirect_uri"],
        scopes=frozenset(scopes),
        offline=offline,
        challenge=form.get("code_challenge", ""),
        challenge_method=form.get("code_challenge_method", "plain"),
        nonce=form.get("nonce", ""),
        issued_at=world.now(),
    )
    return {
        "code": grants.issue_code(code),
        "scope": " ".join(sorted(scopes)),
        "authuser": "0",
        "prompt": "consent",
    }


def _back(form: dict[str, str], answer: dict[str, str]) -> Response:
    uri = form["redirect_uri"]
    state = {"state": form["state"]} if form.get("state") else {}
    return redirect(f"{uri}{'&' if '?' in uri else '?'}{urlencode(state | answer)}")


def _mistake(app: App, asked: dict[str, str]) -> Mistake | None:
    """Returns the reason to show an error page instead of redirecting, or None."""
    for name in ("client_id", "redirect_uri", "response_type", "scope"):
        if not asked.get(name):
            return "invalid_request", f"Required parameter is missing: {name}"
    if asked["client_id"] != app.client_id:
        return "invalid_client", "The OAuth client was not found."
    if asked["response_type"] != "code":
        return "unsupported_response_type", f"Invalid response_type: {asked['response_type']}"
    if not app.accepts_redirect(asked["redirect_uri"]):
        return (
            "redirect_uri_mismatch",
            "The redirect URI in the request does not match the ones of this client.",
        )
    unknown = [scope for scope in asked["scope"].split() if scope not in SIGN_IN and scope not in CHOICES]
    if unknown:
        return "invalid_scope", f"Some requested scopes were invalid. {{invalid=[{', '.join(unknown)}]}}"
    if asked.get("code_challenge_method", "") not in _CHALLENGE_METHODS:
        return "invalid_request", "Invalid code_challenge_method"
    return None
