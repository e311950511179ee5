"""A step of Google's sign-in pipeline, between those of `accounts.pipeline`."""

from __future__ import annotations

from typing import Any

from social_django.models import UserSocialAuth

from accounts.models import User
from problems.kinds import AskUser
from sheets.models import LinkedSheet


def check_drive_of_sheet(uid: str, user: User, social: UserSocialAuth | None = None, **_: Any) -> None:
    """Raises `AskUser` when a spreadsheet that we created lies in the Drive of another Google account.

    The permission `drive.file` of the account that was chosen now could not reach it.
    """
    is_other = social is not None and social.uid != uid
    if is_other and LinkedSheet.objects.filter(user=user, method=LinkedSheet.Method.CREATED).exists():
        raise AskUser(
            "another_google_account",
            "Your spreadsheet is in the Drive of another Google account than the one you chose. Connect that"
            " one again, or unlink the spreadsheet first.",
        )
