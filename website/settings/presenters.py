"""Where somebody is signed in, and permissions at Google that are not taken back yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Revocation, Session, User
from accounts.revocation import GIVE_UP_AFTER, GOOGLE_CONNECTIONS
from accounts.sessions import hash_key, sessions_of
from website.presenters import format_moment

# Names that their makers gave, in every language the same.
BROWSERS = {
    "edge": "Edge",
    "opera": "Opera",
    "samsung": "Samsung Internet",
    "firefox": "Firefox",
    "chrome": "Chrome",
    "safari": "Safari",
}
SYSTEMS = {
    "ios": "iOS",
    "android": "Android",
    "windows": "Windows",
    "macos": "macOS",
    "chromeos": "ChromeOS",
    "linux": "Linux",
}


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session as the page shows it, by the hash of its key; `is_this_one` is the one that asks.

    `last_used` is "" where it says nothing more: of the one that asks, and in the minute of the sign-in.
    """

    key_hash: str
    device: str
    begun: str
    last_used: str
    is_this_one: bool


def present_sessions(user: User, session_key: str | None) -> list[SessionLine]:
    """Returns the person's sessions, the one with this key first."""
    lines = [_present(session, hash_key(session_key)) for session in sessions_of(user)]
    return sorted(lines, key=lambda line: not line.is_this_one)


def _present(session: Session, this_one: str) -> SessionLine:
    begun, last_used = format_moment(session.begun_at), format_moment(session.last_used_at)
    is_this_one = session.pk == this_one
    return SessionLine(
        key_hash=session.pk,
        device=name_device(session.device),
        begun=begun,
        last_used="" if is_this_one or last_used == begun else last_used,
        is_this_one=is_this_one,
    )


def name_device(device: str) -> str:
    """Returns “Firefox on Linux” for `firefox/linux`; what is not known is left out."""
    browser, _slash, system = device.partition("/")
    values = {"browser": BROWSERS.get(browser, ""), "system": SYSTEMS.get(system, "")}
    if values["browser"] and values["system"]:
        return _("%(browser)s on %(system)s") % values
    if values["system"]:
        return _("A browser on %(system)s") % values
    return values["browser"] or _("An unknown browser")


def describe_unrevoked() -> str:
    """Returns what to say where Google has not confirmed at once that it took the permission back."""
    return _(
        "Google has not confirmed yet that your permission is taken back. We go on asking for a day; if Google does not answer"
        " within it, your permission stays until you remove this site yourself at %(address)s, which you can do now as well."
    ) % {"address": GOOGLE_CONNECTIONS}


@dataclass(frozen=True, slots=True)
class RevocationPresenter:
    """A permission that Google has not taken back. `until`: when we stop asking; None where we have stopped."""

    until: datetime | None

    @property
    def text(self) -> str:
        if self.until is None:
            return _("Google did not take your former permission back, although we asked for a day.")
        return _(
            "Google has not confirmed yet that your former permission is taken back. We go on asking until %(moment)s."
        ) % {"moment": format_moment(self.until)}

    @property
    def address(self) -> str:
        """Where the person takes it back by hand."""
        return GOOGLE_CONNECTIONS


def present_revocation(user: User) -> RevocationPresenter | None:
    """Returns what is not taken back of the person's permissions; None where there is nothing. One query."""
    last = Revocation.objects.filter(user=user).order_by("-created_at").first()
    if last is None:
        return None
    return RevocationPresenter(last.created_at + GIVE_UP_AFTER if last.token_sealed else None)
