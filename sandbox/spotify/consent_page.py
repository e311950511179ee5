"""The page on which a user chooses an account, and agrees or cancels."""

from collections.abc import Iterable
from html import escape

from sandbox.html import hidden_fields, page
from sandbox.messages import Response
from sandbox.people import Person

SCOPES = {
    "user-library-read": "See what you have saved in your library",
    "user-read-recently-played": "See what you played recently",
    "user-top-read": "See your top artists and tracks",
    "playlist-read-private": "See your private playlists",
    "playlist-modify-private": "Create and change your private playlists",
    "playlist-modify-public": "Create and change your public playlists",
}
"""The scopes that an app may request here; any other is refused."""


def consent_page(people: Iterable[Person], asked: dict[str, str]) -> Response:
    """Returns the page. The form repeats `asked`, the fields of the authorization request."""
    return page(
        "Spotify (sandbox)",
        f"""<h1>An app asks to use your Spotify account</h1>
<p class="note">This is the sandbox, not Spotify: choose whom you want to be.</p>
<form method="post" action="/spotify-accounts/authorize" class="card">
{hidden_fields(asked)}
<fieldset><legend>Who are you?</legend>
{_choices(people)}
</fieldset>
<h2>The app will be able to</h2>
<ul>{_wishes(asked.get("scope", ""))}</ul>
<p class="buttons"><button class="main" name="decision" value="agree">Agree</button>
<button name="decision" value="cancel">Cancel</button></p>
</form>""",
    )


def refusal_page(message: str) -> Response:
    """Returns the page that Spotify shows instead of redirecting to an untrusted address."""
    return page("Spotify (sandbox)", f"<h1>Sign-in is not possible</h1>\n<p>{escape(message)}</p>", 400)


def _choices(people: Iterable[Person]) -> str:
    return "\n".join(
        f'<label><input type="radio" name="person" value="{escape(person.key)}" required{_checked(number)}>'
        f'<span>{escape(person.name)} <span class="note">{escape(person.about)}</span></span></label>'
        for number, person in enumerate(people)
    )


def _checked(number: int) -> str:
    return " checked" if number == 0 else ""


def _wishes(scope: str) -> str:
    always = "See your name, your picture and your account's id"
    wishes = [always, *(SCOPES[name] for name in scope.split())]
    return "".join(f"<li>{escape(wish)}</li>" for wish in wishes)
