"""The checks that every call of the Sheets API passes before its method runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sandbox.google.errors import GoogleError, not_found, permission_denied
from sandbox.google.files import SpreadsheetFile
from sandbox.google.grants import AccessToken
from sandbox.google.quotas import error_info
from sandbox.google.refusals import disabled
from sandbox.google.scopes import DRIVE_FILE, READ_ALL, WRITE_ALL

if TYPE_CHECKING:
    from sandbox.google.world import GoogleWorld
    from sandbox.world import World

Action = Literal["read", "write"]

_DRIVE = {"https://www.googleapis.com/auth/drive", "https://www.googleapis.com/auth/drive.readonly"}
_REALM = 'Bearer realm="https://accounts.google.com/"'
_HOW = (
    "Expected OAuth 2 access token, login cookie or other valid authentication credential. "
    "See https://developers.google.com/identity/sign-in/web/devconsole-project."
)


class Unauthorized(GoogleError):
    """A refusal with a WWW-Authenticate header."""

    def __init__(self, code: int, status: str, message: str, challenge: str, reason: str) -> None:
        super().__init__(code, status, message, [error_info(reason, {"service": "sheets.googleapis.com"})])
        self.challenge = challenge


def admit_to_drive(world: World, authorization: str) -> AccessToken:
    """Returns the token of an allowed call of Drive's files.get. Raises GoogleError.

    https://developers.google.com/workspace/drive/api/reference/rest/v3/files/get
    """
    token = _token(world.google, authorization)
    if not world.google.drive_api_enabled:
        raise disabled("Google Drive API", "drive.googleapis.com")
    if not token.scopes & {DRIVE_FILE, *_DRIVE}:
        raise _scope_missing()
    return token


def admit(world: World, authorization: str, action: Action) -> AccessToken:
    """Returns the token of an allowed call. Raises GoogleError.

    The checks are in Google's order: token, API enabled, scope, quota.
    """
    token = _token(world.google, authorization)
    if not world.google.api_enabled:
        raise disabled("Google Sheets API", "sheets.googleapis.com")
    allowed = {DRIVE_FILE} | (READ_ALL if action == "read" else WRITE_ALL)
    if not token.scopes & allowed:
        raise _scope_missing()
    world.google.quotas.spend(action, token.email, world.now())
    return token


def _token(google: GoogleWorld, authorization: str) -> AccessToken:
    kind, _, text = authorization.partition(" ")
    if not text or kind.lower() != "bearer":
        message = f"Request is missing required authentication credential. {_HOW}"
        raise Unauthorized(401, "UNAUTHENTICATED", message, _REALM, "CREDENTIALS_MISSING")
    token = google.grants.valid_access(text)
    if token is None:
        message = f"Request had invalid authentication credentials. {_HOW}"
        challenge = f'{_REALM}, error="invalid_token"'
        raise Unauthorized(401, "UNAUTHENTICATED", message, challenge, "ACCESS_TOKEN_EXPIRED")
    return token


def _scope_missing() -> GoogleError:
    message = "Request had insufficient authentication scopes."
    challenge = f'{_REALM}, error="insufficient_scope"'
    return Unauthorized(403, "PERMISSION_DENIED", message, challenge, "ACCESS_TOKEN_SCOPE_INSUFFICIENT")


def open_file(
    google: GoogleWorld, token: AccessToken, spreadsheet_id: str, action: Action
) -> SpreadsheetFile:
    """Returns the file if the token permits this action on it. Raises GoogleError."""
    google.empty_bins()
    file = google.spreadsheets.get(spreadsheet_id)
    if file is None or not _can_see(file, token, action):
        raise not_found()
    if file.trashed_at and token.email != file.owner:
        # "other users can't view files in the owner's trash"
        # https://developers.google.com/workspace/drive/api/guides/delete
        raise not_found()
    role = file.role(token.email)
    if role is None or (action == "write" and role == "reader"):
        raise permission_denied()
    if file.locked and action == "write":
        # "users cannot modify the file's content", the owner neither:
        # https://developers.google.com/workspace/drive/api/guides/content-restrictions
        # The words: https://github.com/googleapis/google-api-nodejs-client/issues/3437
        raise permission_denied()
    if file.kind == "xlsx":
        raise GoogleError(400, "FAILED_PRECONDITION", "This operation is not supported for this document")
    return file


def _can_see(file: SpreadsheetFile, token: AccessToken, action: Action) -> bool:
    """Returns whether the token's scopes cover the file.

    With `drive.file` alone, only files that were created or opened with this app exist.
    """
    if token.scopes & (READ_ALL if action == "read" else WRITE_ALL):
        return True
    return (token.client_id, token.email) in file.opened_with
