"""The Sheets API over HTTP: the only file that imports gspread.

One HTTP request a call, none repeated: after a refusal nothing has changed, and after no answer the outcome is
unknown, so repeating is left to a caller that can read the sheet again.
https://developers.google.com/workspace/sheets/api/reference/rest
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Literal, Protocol, cast
from urllib.parse import quote

import requests
from django.conf import settings
from django.utils import timezone
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient
from urllib3.exceptions import MaxRetryError, NewConnectionError

from problems.kinds import Problem
from providers.google.errors import google_problem, in_a_minute, parse_error
from providers.google.problems import GoogleUnavailable, WriteUnclear
from providers.google.quota import take_google

# Seconds to connect and between two bytes: Google gives up on a request after 180 s of its own.
TIMEOUT = (10, 190)
# gspread looks at credentials only where it is given no session.
NO_CREDENTIALS: Any = None
RequestKind = Literal["read", "write"]
_NEW = "/v4/spreadsheets"


class GoogleCredentials(Protocol):
    """Whose access is used: `name` is the principal that Google counts quotas by, `address` the e-mail address
    that a spreadsheet is shared with, empty for a person's own permission."""

    name: str
    address: str

    def token(self, *, force: bool) -> str:
        """Returns an access token, with `force` another one than before. Raises a `Problem`."""
        ...


class SheetsClient:
    """The Sheets API as one principal. Not shared between threads.

    `reads` and `writes` count what Google counts. Every method raises a `Problem` when it does not succeed.
    `object_hook` is json's: it sees each object of an answer while it is parsed. `person` is for whom a principal asks
    that many share, "" where it is one person's own.
    """

    def __init__(
        self,
        credentials: GoogleCredentials,
        *,
        object_hook: Callable[[dict[str, Any]], Any] | None = None,
        person: str = "",
    ) -> None:
        self._credentials = credentials
        self._person = person
        self._object_hook = object_hook
        self._client = HTTPClient(auth=NO_CREDENTIALS, session=requests.Session())
        self._client.set_timeout(TIMEOUT)
        self.reads = 0
        self.writes = 0

    def get(self, spreadsheet_id: str, fields: str) -> dict[str, Any]:
        """Returns the named fields of a spreadsheet (spreadsheets.get)."""
        return self._call("read", "GET", _path(spreadsheet_id), fields=fields)

    def read(self, spreadsheet_id: str, body: Mapping[str, Any], fields: str) -> dict[str, Any]:
        """Returns what the filters in `body` select (spreadsheets.getByDataFilter)."""
        return self._call("read", "POST", _path(spreadsheet_id, ":getByDataFilter"), body=body, fields=fields)

    def is_trashed(self, spreadsheet_id: str) -> bool:
        """Returns whether the file is in the bin, which the Sheets API does not say (Drive's files.get).

        https://developers.google.com/workspace/drive/api/reference/rest/v3/files
        """
        path = f"/v3/files/{quote(spreadsheet_id, safe='')}"
        answer = self._call("read", "GET", path, fields="trashed", base=settings.GOOGLE_DRIVE_URL)
        return answer.get("trashed") is True

    def create(self, body: Mapping[str, Any], fields: str) -> dict[str, Any]:
        """Creates a spreadsheet (spreadsheets.create). Raises `WriteUnclear` like `batch_update`."""
        return self._call("write", "POST", _NEW, body=body, fields=fields)

    def batch_update(
        self, spreadsheet_id: str, requests: list[dict[str, Any]], *, fields: str = "", **more: Any
    ) -> dict[str, Any]:
        """Applies the requests, all of them or none (spreadsheets.batchUpdate); `more` goes into its body.

        Raises `WriteUnclear` when Google may have applied them, or may still be at it.
        """
        body = {"requests": requests, **more}
        return self._call("write", "POST", _path(spreadsheet_id, ":batchUpdate"), body=body, fields=fields)

    def _call(
        self,
        kind: RequestKind,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        fields: str,
        base: str = "",
    ) -> dict[str, Any]:
        """One request; a second one with a new token when Google does not accept the first one's.

        Raises a `Problem` when it does not succeed.
        """
        sent = {"data": _compact(body)} if body is not None else {}
        params = {"fields": fields} if fields else {}
        url = (base or settings.GOOGLE_SHEETS_URL) + path
        try:
            return self._send(kind, method, url, force=False, params=params, **sent)
        except APIError as error:
            # A token is refused before any effect, so that even a write can be sent again.
            if error.response.status_code != 401:
                raise self._problem(error, kind, path) from None
        try:
            return self._send(kind, method, url, force=True, params=params, **sent)
        except APIError as error:
            raise self._problem(error, kind, path) from None

    def _send(self, kind: RequestKind, method: str, url: str, *, force: bool, **sent: Any) -> dict[str, Any]:
        """Raises gspread's `APIError` for an error response, a `Problem` for none or for a broken one."""
        headers = {"Authorization": f"Bearer {self._credentials.token(force=force)}"}
        if "data" in sent:
            headers["Content-Type"] = "application/json; charset=utf-8"
        take_google(self._credentials.name, kind, person=self._person)
        self._count(kind)
        # Made before the request: Google works on it for 180 s from when it arrives, not from when we give up.
        unclear = _write_unclear() if kind == "write" else None
        try:
            response = self._client.request(method, url, headers=headers, **sent)
            answer = response.json(object_hook=self._object_hook)
        except requests.RequestException as error:
            # Not chained: these exceptions hold the request, and the request holds the token.
            raise (unclear if unclear and not was_never_sent(error) else _unavailable()) from None
        except (TypeError, KeyError):  # gspread trips over {"error": "text"} and over an error without a code
            raise (unclear or _unavailable()) from None
        if not isinstance(answer, dict):
            raise unclear or _unavailable()
        return cast("dict[str, Any]", answer)

    def _count(self, kind: RequestKind) -> None:
        if kind == "read":
            self.reads += 1
        else:
            self.writes += 1

    def _problem(self, error: APIError, kind: RequestKind, path: str) -> Problem:
        # gspread's own code is -1 where the body is not JSON: the response has the status.
        status, text = error.response.status_code, error.response.text
        if kind == "write" and status >= 500:
            return _write_unclear()
        is_write = kind == "write" and path != _NEW
        return google_problem(parse_error(status, text), address=self._credentials.address, is_write=is_write)


def was_never_sent(error: requests.RequestException) -> bool:
    """Whether no connection was made, so that the request cannot have had an effect.

    An error of TLS counts as sent: it can also come while the response is read.
    """
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)


def _path(spreadsheet_id: str, call: str = "") -> str:
    return f"/v4/spreadsheets/{quote(spreadsheet_id, safe='')}{call}"


def _compact(body: Mapping[str, Any]) -> bytes:
    """UTF-8 without spaces: requests' own `json=` is a third bigger, and six bytes a letter that is not ASCII."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _unavailable() -> GoogleUnavailable:
    return GoogleUnavailable(when=in_a_minute())


def _write_unclear() -> WriteUnclear:
    return WriteUnclear(when=timezone.now() + settings.UNCLEAR_WRITE_WAIT)
