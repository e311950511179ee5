"""The one door to the Sheets API: the only file that imports gspread.

One HTTP request a call, none repeated: after a refusal nothing has changed, and after no answer nobody knows,
so repeating is decided by whoever can read the sheet again.
https://developers.google.com/workspace/sheets/api/reference/rest
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Literal, NoReturn, Protocol, cast
from urllib.parse import quote

import requests
from django.conf import settings
from django.utils import timezone
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient

from problems.kinds import Problem, Unclear
from providers.google.connection_errors import never_sent
from providers.google.errors import Asked, explain, read_refusal, unavailable
from providers.google.retry_times import next_minute, soon
from providers.rate_limits import take_google

# Seconds: Google gives up on a request after 180 s of its own.
TIMEOUT = (10, 190)
# gspread looks at credentials only where it is given no session.
NO_CREDENTIALS: Any = None
Kind = Literal["read", "write"]


class GoogleCredentials(Protocol):
    """`name` is the principal that Google counts quotas by; `address` is the e-mail address that a spreadsheet is
    shared with, empty for a person's own permission."""

    name: str
    address: str

    def token(self, *, force: bool) -> str: ...


class SheetsClient:
    """The Sheets API as one principal. Not shared between threads.

    `reads` and `writes` count what Google counts. Every method raises a `Problem` when it does not succeed.
    `object_hook` is json's: it sees each object of an answer while it is parsed.
    """

    def __init__(
        self, credentials: GoogleCredentials, *, object_hook: Callable[[dict[str, Any]], Any] | None = None
    ) -> None:
        self._credentials = credentials
        self._object_hook = object_hook
        self._client = HTTPClient(auth=NO_CREDENTIALS, session=requests.Session())
        self._client.set_timeout(TIMEOUT)
        self.reads = 0
        self.writes = 0

    def get(self, spreadsheet_id: str, fields: str) -> dict[str, Any]:
        return self._ask("read", "GET", _path(spreadsheet_id), fields=fields)

    def read(self, spreadsheet_id: str, body: Mapping[str, Any], fields: str) -> dict[str, Any]:
        """spreadsheets.getByDataFilter"""
        return self._ask("read", "POST", _path(spreadsheet_id, ":getByDataFilter"), body=body, fields=fields)

    def create(self, body: Mapping[str, Any], fields: str) -> dict[str, Any]:
        return self._ask("write", "POST", "/v4/spreadsheets", body=body, fields=fields)

    def batch_update(
        self, spreadsheet_id: str, requests: list[dict[str, Any]], *, fields: str = "", **more: Any
    ) -> dict[str, Any]:
        """spreadsheets.batchUpdate, `more` as in its body. Applied whole or not at all.

        Raises `Unclear` when Google may have applied it, or may still be at it.
        """
        body = {"requests": requests, **more}
        return self._ask("write", "POST", _path(spreadsheet_id, ":batchUpdate"), body=body, fields=fields)

    def _ask(
        self, kind: Kind, method: str, path: str, *, body: Mapping[str, Any] | None = None, fields: str
    ) -> dict[str, Any]:
        """Once; and once more with a new token when this one is not accepted, which happens before any effect."""
        sent = {"data": _compact(body)} if body is not None else {}
        params = {"fields": fields} if fields else {}
        try:
            return self._send(kind, method, path, force=False, params=params, **sent)
        except APIError as error:
            if error.response.status_code != 401:
                self._refuse(error, kind)
        try:
            return self._send(kind, method, path, force=True, params=params, **sent)
        except APIError as error:
            self._refuse(error, kind)

    def _send(self, kind: Kind, method: str, path: str, *, force: bool, **sent: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._credentials.token(force=force)}"}
        if "data" in sent:
            headers["Content-Type"] = "application/json; charset=utf-8"
        take_google(self._credentials.name, kind)
        self._count(kind)
        unclear = _unclear() if kind == "write" else None
        try:
            response = self._client.request(
                method, settings.GOOGLE_SHEETS_URL + path, headers=headers, **sent
            )
            answer = response.json(object_hook=self._object_hook)
        except requests.RequestException as error:
            # Not chained: these exceptions hold the request, and the request holds the token.
            raise (unclear if unclear and not never_sent(error) else unavailable(soon())) from None
        except (TypeError, KeyError):  # gspread trips over {"error": "text"} and over an error without a code
            raise (unclear or unavailable(soon())) from None
        if not isinstance(answer, dict):
            raise unclear or unavailable(soon())
        return cast("dict[str, Any]", answer)

    def _count(self, kind: Kind) -> None:
        if kind == "read":
            self.reads += 1
        else:
            self.writes += 1

    def _refuse(self, error: APIError, kind: Kind) -> NoReturn:
        """gspread's own code is -1 where the body is not JSON: the response knows better."""
        response = error.response
        if kind == "write" and response.status_code >= 500:
            raise _unclear() from None
        asked = Asked(self._credentials.address, kind == "write", soon=soon(), next_minute=next_minute())
        raise explain(read_refusal(response.status_code, response.text), asked) from None


def _path(spreadsheet_id: str, call: str = "") -> str:
    return f"/v4/spreadsheets/{quote(spreadsheet_id, safe='')}{call}"


def _compact(body: Mapping[str, Any]) -> bytes:
    """UTF-8 without spaces: requests' own `json=` is a third bigger, and six bytes a letter that is not ASCII."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _unclear() -> Problem:
    return Unclear(
        "google_write_unclear",
        "Google did not confirm the last write, so it may be in your sheet or not. The sheet is read again before"
        " anything else is written; no row can come twice.",
        when=timezone.now() + settings.UNCLEAR_WRITE_WAIT,
    )
