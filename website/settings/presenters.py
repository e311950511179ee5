"""What is said about a permission at Google that is not taken back yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Revocation, User
from accounts.revocation import GIVE_UP_AFTER, GOOGLE_CONNECTIONS
from website.presenters import format_moment


def describe_unrevoked() -> str:
    """Returns what to say where Google has not confirmed at once that it took the permission back."""
    return _(
        "Google has not confirmed yet that your permission is taken back. We go on asking for a day. To be sure, remove this"
        " site yourself at %(address)s."
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
