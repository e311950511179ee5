"""Drive's files.get: whether a file is in the bin.

https://developers.google.com/workspace/drive/api/reference/rest/v3/files/get
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.google.access_control import Unauthorized, admit_to_drive
from sandbox.google.errors import GoogleError
from sandbox.google.files import SpreadsheetFile
from sandbox.google.grants import AccessToken
from sandbox.google.scopes import DRIVE_FILE
from sandbox.messages import Request, Response, json_response
from sandbox.routes import Routes

if TYPE_CHECKING:
    from sandbox.world import World

# Without `fields`: https://developers.google.com/workspace/drive/api/guides/fields-parameter
_DEFAULT_FIELDS = ("kind", "id", "name", "mimeType")
_TYPES = {
    "sheet": "application/vnd.google-apps.spreadsheet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class DriveRefusal(GoogleError):
    """A refusal in Drive's words: with `errors`, and without the `status` that the Sheets API sends.

    https://github.com/ivanvermeyen/laravel-google-drive-demo/issues/49
    https://github.com/googleworkspace/java-samples/issues/1547
    """

    def __init__(self, code: int, reason: str, message: str, parameter: str) -> None:
        super().__init__(code, "", message)
        self.reason = reason
        self.parameter = parameter

    def body(self) -> dict[str, Any]:
        what = {
            "domain": "global",
            "reason": self.reason,
            "message": self.message,
            "locationType": "parameter",
            "location": self.parameter,
        }
        return {"error": {"errors": [what], "code": self.code, "message": self.message}}


def register(routes: Routes) -> None:
    routes.add("GET", "/google-drive/v3/files/{id}", get, service="google-drive", kind="files_get")


def get(world: World, request: Request) -> Response:
    try:
        with world.lock:
            token = admit_to_drive(world, request.headers.get("Authorization", ""))
            return json_response(_selected(_described(_file(world, token, request.params["id"])), request))
    except Unauthorized as refused:
        return json_response(refused.body(), refused.code, (("WWW-Authenticate", refused.challenge),))
    except GoogleError as refused:
        return json_response(refused.body(), refused.code)


def _file(world: World, token: AccessToken, file_id: str) -> SpreadsheetFile:
    """Returns a file that the caller sees. Raises GoogleError."""
    world.google.empty_bins()
    file = world.google.spreadsheets.get(file_id)
    is_visible = file is not None and file.role(token.email) is not None
    # In the bin a file is its owner's alone: https://developers.google.com/workspace/drive/api/guides/delete
    if file is None or not is_visible or (file.trashed_at and file.owner != token.email):
        raise _not_found(file_id)
    is_narrow = token.scopes & {DRIVE_FILE} and (token.client_id, token.email) not in file.opened_with
    if is_narrow:
        raise _not_found(file_id)
    return file


def _described(file: SpreadsheetFile) -> dict[str, Any]:
    # `trashedTime` is only there for items in shared drives.
    return {
        "kind": "drive#file",
        "id": file.id,
        "name": file.workbook.title,
        "mimeType": _TYPES[file.kind],
        "trashed": file.trashed_at is not None,
        "explicitlyTrashed": file.trashed_at is not None,
    }


def _selected(file: dict[str, Any], request: Request) -> dict[str, Any]:
    """Returns what `fields` asks for. Raises GoogleError."""
    wanted = request.first("fields")
    names = wanted.split(",") if wanted else list(_DEFAULT_FIELDS)
    if names == ["*"]:
        return file
    for name in names:
        if name not in file:
            raise DriveRefusal(400, "invalidParameter", f"Invalid field selection {name}", "fields")
    return {name: file[name] for name in names}


def _not_found(file_id: str) -> GoogleError:
    # https://developers.google.com/workspace/drive/api/guides/handle-errors
    return DriveRefusal(404, "notFound", f"File not found: {file_id}.", "fileId")
