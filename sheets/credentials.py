"""The credentials for a spreadsheet: the site's service account, or the permission of the person it belongs to."""

from __future__ import annotations

from django.conf import settings

from accounts.models import User
from accounts.token_refresh import access_token
from providers.google.client import GoogleCredentials, SheetsClient
from providers.google.credentials import ServiceAccount
from sheets.models import LinkedSheet
from sheets.planner.cells import decode_cell


class PersonalCredentials:
    """The permission that a person gave at Google's consent page (scope `drive.file`)."""

    # Only a service account has an address that people share spreadsheets with.
    address = ""

    def __init__(self, user: User) -> None:
        self._user = user
        self.name = f"user:{user.pk}"

    def token(self, *, force: bool) -> str:
        """Returns an access token; with `force` a new one. Raises a `Problem` as `access_token` does."""
        return access_token(self._user, "google", force=force)


def service_account_address() -> str:
    """Returns the address that people share a sheet with, "" where there is none."""
    account = settings.GOOGLE_SERVICE_ACCOUNT
    return account["client_email"] if account else ""


def client_for(target: LinkedSheet | User | None = None, *, asked_by: User | None = None) -> SheetsClient:
    """Returns a client with the credentials that `target` was linked with; None is the service account.

    The requests count as those of the sheet's person, or of `asked_by` where there is no sheet yet. Raises `AskOperator`
    when a service account is needed and none is configured.
    """
    credentials = _credentials_for(target)
    user_id = target.user_id if isinstance(target, LinkedSheet) else asked_by.pk if asked_by else None
    # A person's own permission has a minute of its own at Google, all of which is theirs.
    is_shared = bool(credentials.address) and user_id is not None
    return SheetsClient(credentials, object_hook=decode_cell, person=str(user_id) if is_shared else "")


def _credentials_for(target: LinkedSheet | User | None) -> GoogleCredentials:
    if isinstance(target, LinkedSheet):
        # `drive.file` covers only files that this app has created or that the person picked for it, so a shared sheet
        # is reached by the service account: https://developers.google.com/workspace/drive/api/guides/api-specific-auth
        is_created = target.method == LinkedSheet.Method.CREATED
        return PersonalCredentials(target.user) if is_created else ServiceAccount()
    return PersonalCredentials(target) if target else ServiceAccount()
