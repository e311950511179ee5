"""As whom Google is asked about a spreadsheet: the site's service account, or the person who allowed it."""

from __future__ import annotations

from accounts.models import User
from accounts.token_refresh import access_token
from providers.google.client import GoogleCredentials, SheetsClient
from providers.google.credentials import ServiceAccount
from sheets.models import LinkedSheet
from sheets.planner.cells import decode_cell


class PersonalCredentials:
    """The permission that a person gave at Google's consent page (scope `drive.file`)."""

    address = ""

    def __init__(self, user: User) -> None:
        self._user = user
        self.name = f"user:{user.pk}"

    def token(self, *, force: bool) -> str:
        """Returns an access token; with `force` a new one. Raises a `Problem` as `access_token` does."""
        return access_token(self._user, "google", force=force)


def client_for(target: LinkedSheet | User | None = None) -> SheetsClient:
    """Returns a client that asks as whoever `target` was linked as; None is the service account.

    Raises `AskOperator` when a service account is needed and none is configured.
    """
    return SheetsClient(_credentials_for(target), object_hook=decode_cell)


def _credentials_for(target: LinkedSheet | User | None) -> GoogleCredentials:
    if isinstance(target, LinkedSheet):
        is_created = target.method == LinkedSheet.Method.CREATED
        return PersonalCredentials(target.user) if is_created else ServiceAccount()
    return PersonalCredentials(target) if target else ServiceAccount()
