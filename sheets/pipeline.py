"""A step of Google's sign-in pipeline, between those of `accounts.pipeline`."""

from __future__ import annotations

from typing import Any

from social_django.models import UserSocialAuth

from accounts.models import User
from sheets.models import LinkedSheet
from sheets.problems import OtherGoogleAccount


def check_drive_of_sheet(uid: str, user: User, social: UserSocialAuth | None = None, **_: Any) -> None:
    """Raises `OtherGoogleAccount` when a spreadsheet that we created lies in the Drive of another Google account.

    The permission `drive.file` of the account that was chosen now could not reach it.
    """
    is_other = social is not None and social.uid != uid
    if is_other and LinkedSheet.objects.filter(user=user, method=LinkedSheet.Method.CREATED).exists():
        raise OtherGoogleAccount
