"""Where somebody is signed in."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Session, User
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
    """A session as the page shows it; `is_this_one` is the one that asks."""

    device: str
    begun: str
    last_used: str
    is_this_one: bool


def present_sessions(user: User, session_key: str | None) -> list[SessionLine]:
    """Returns the person's sessions, the one with this key first."""
    lines = [_present(session, hash_key(session_key)) for session in sessions_of(user)]
    return sorted(lines, key=lambda line: not line.is_this_one)


def _present(session: Session, this_one: str) -> SessionLine:
    return SessionLine(
        device=name_device(session.device),
        begun=format_moment(session.begun_at),
        last_used=format_moment(session.last_used_at),
        is_this_one=session.pk == this_one,
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
