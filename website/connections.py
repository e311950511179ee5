"""What a person allowed at each vendor, as the home page says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from django.utils import timezone
from django.utils.formats import date_format

from accounts.credentials import expires_with_consent
from accounts.models import Credential, User

WARN_BEFORE = timedelta(days=30)


class Health(Enum):
    GOOD = "Connected"
    ENDING = "Ends soon"
    ENDED = "Disconnected"
    NONE = "Not connected"


@dataclass(frozen=True, slots=True)
class Connection:
    """`backend`: the name of the sign-in that makes it good again."""

    vendor: str
    backend: str
    health: Health
    sentence: str

    @property
    def is_good(self) -> bool:
        return self.health is Health.GOOD

    @property
    def remedy(self) -> str:
        """What the button says; "" when nothing is to be done."""
        renewals = {
            Health.ENDING: "Renew it now",
            Health.ENDED: "Connect again",
            Health.NONE: f"Connect {self.vendor}",
        }
        return renewals.get(self.health, "")


def connections_of(user: User) -> dict[str, Connection]:
    """By provider name. One query."""
    found = {credential.provider: credential for credential in user.credentials.all()}
    return {
        "spotify": connection_of(found.get("spotify"), vendor="Spotify", backend="spotify"),
        "google": connection_of(found.get("google"), vendor="Google", backend="google-oauth2"),
    }


def connection_of(credential: Credential | None, *, vendor: str, backend: str) -> Connection:
    health, sentence = _health(credential, vendor) if credential else (Health.NONE, "")
    return Connection(vendor, backend, health, sentence)


def _health(credential: Credential, vendor: str) -> tuple[Health, str]:
    ends = expires_with_consent(credential)
    if credential.state == Credential.State.ENDED or (ends and ends <= timezone.now()):
        return Health.ENDED, "Your permission has ended."
    if credential.state == Credential.State.UNCONFIRMED:
        return Health.GOOD, f"{vendor} refused once; we are checking again."
    if ends is None:
        return Health.GOOD, ""
    day = date_format(timezone.localtime(ends), "j F Y")
    if ends - timezone.now() <= WARN_BEFORE:
        return Health.ENDING, f"Permissions at {vendor} last six months: yours until {day}."
    return Health.GOOD, f"Allowed until {day}"
