"""The page on which a user chooses an account and what the app may access."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from sandbox.google.scopes import CHOICES, SIGN_IN
from sandbox.html import hidden_fields, page
from sandbox.messages import Response
from sandbox.people import Person

TITLE = "Google (sandbox)"


def consent_page(path: str, people: Iterable[Person], asked: dict[str, str]) -> Response:
    """Returns the page. The form repeats `asked`, the fields of the authorization request."""
    return page(
        TITLE,
        f"""<h1>An app wants to access your Google Account</h1>
<p class="note">This is the sandbox, not Google: choose whom you want to be.</p>
<form method="post" action="{escape(path)}" class="card">
{hidden_fields(asked)}
<fieldset><legend>Who are you?</legend>
{_people(people, asked.get("login_hint", ""))}
</fieldset>
{_wishes(asked.get("scope", "").split())}
<p class="buttons"><button class="main" name="decision" value="agree">Continue</button>
<button name="decision" value="cancel">Cancel</button></p>
</form>""",
    )


def refusal_page(code: str, message: str) -> Response:
    """Returns the page that Google shows instead of redirecting to an untrusted address."""
    status = 401 if code == "invalid_client" else 400
    return page(
        TITLE,
        f"<h1>Access blocked: authorization error</h1>\n<p>{escape(message)}</p>\n"
        f'<p class="note">Error {status}: {escape(code)}</p>',
        status,
    )


def _people(people: Iterable[Person], hint: str) -> str:
    return "\n".join(
        _person(person, chosen=person.email == hint or not place) for place, person in enumerate(people)
    )


def _person(person: Person, *, chosen: bool) -> str:
    return (
        f'<label><input type="radio" name="person" value="{escape(person.key)}" required'
        f"{' checked' if chosen else ''}>"
        f'<span>{escape(person.name)}<br><span class="note">{escape(person.email)}</span></span></label>'
    )


def _wishes(scopes: list[str]) -> str:
    sign_in = dict.fromkeys(SIGN_IN[scope] for scope in scopes if scope in SIGN_IN)
    choices = [scope for scope in scopes if scope in CHOICES]
    parts = []
    if sign_in:
        parts.append(
            "<h2>The app will</h2><ul>" + "".join(f"<li>{escape(text)}</li>" for text in sign_in) + "</ul>"
        )
    if choices:
        boxes = "\n".join(map(_box, choices))
        parts.append(f"<fieldset><legend>Select what the app can access</legend>\n{boxes}\n</fieldset>")
    return "\n".join(parts)


def _box(scope: str) -> str:
    return (
        f'<label><input type="checkbox" name="granted" value="{escape(scope)}" checked>'
        f"<span>{escape(CHOICES[scope])}</span></label>"
    )
