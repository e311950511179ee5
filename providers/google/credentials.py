"""The site's service account: its key, and one access token for all threads of a process."""

from __future__ import annotations

import json
import threading
from functools import partial
from http import HTTPStatus
from typing import Any, ClassVar, cast

import requests
from django.conf import settings
from google.auth.exceptions import GoogleAuthError
from google.auth.transport import Response
from google.auth.transport.requests import Request
from google.oauth2 import service_account

from providers.google.errors import in_a_minute
from providers.google.problems import GoogleUnavailable, ServiceAccountMissing, ServiceAccountRefused

SCOPES = ["https://www.googleapis.com/auth/spreadsheets"]
# Seconds for a token, to connect and between two bytes.
TIMEOUT = 15
TEMPORARY_STATUSES = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
TEMPORARY_ERRORS = {"internal_failure", "server_error", "temporarily_unavailable"}


class ServiceAccount:
    """The principal that people share their spreadsheets with; see `client.GoogleCredentials`."""

    name = "service-account"

    def __init__(self) -> None:
        """Raises `ServiceAccountMissing` when none is configured, `ServiceAccountRefused` for a key that is none."""
        info: dict[str, Any] | None = settings.GOOGLE_SERVICE_ACCOUNT
        if not info:
            raise ServiceAccountMissing
        self.address = str(info["client_email"])
        self._shared = SharedToken.of_this_process(info, settings.GOOGLE_TOKEN_URL)
        self._last = ""

    def token(self, *, force: bool) -> str:
        """Returns an access token, with `force` another one than before. Raises as `SharedToken.token`."""
        self._last = self._shared.token(refused=self._last if force else "")
        return self._last


class SharedToken:
    """The service account's access token, one for all threads of the process until it expires.

    Parsing the key takes tens of milliseconds and a token a request: too much to be paid anew for each sync.
    """

    _creation: ClassVar = threading.Lock()
    _instance: ClassVar[SharedToken | None] = None

    @classmethod
    def of_this_process(cls, info: dict[str, Any], token_url: str) -> SharedToken:
        """Returns the same one while the settings are the same. Raises `ServiceAccountRefused` for a wrong key."""
        with cls._creation:
            shared = cls._instance
            # Settings are read once a process; only tests exchange them.
            if shared is None or shared.info is not info or shared.token_url != token_url:
                shared = cls._instance = cls(info, token_url)
            return shared

    def __init__(self, info: dict[str, Any], token_url: str) -> None:
        self.info = info
        self.token_url = token_url
        # Asked for tokens only and never used as a session's credentials: google-auth would look up a
        # "regional access boundary" of Google's in a thread of its own before each request.
        self._credentials = _credentials({**info, "token_uri": token_url})
        self._lock = threading.Lock()

    def token(self, *, refused: str) -> str:
        """Returns a token that is valid for minutes and is not `refused`: the first of many callers fetches a new one.

        Raises `GoogleUnavailable` or `ServiceAccountRefused`.
        """
        # Without the timeout the last of many threads would wait for as many time-outs as there are before it.
        if not self._lock.acquire(timeout=TIMEOUT):
            raise GoogleUnavailable(when=in_a_minute())
        try:
            if not self._credentials.valid or self._credentials.token == refused:
                self._refresh()
            return str(self._credentials.token)
        finally:
            self._lock.release()

    def _refresh(self) -> None:
        """Raises `GoogleUnavailable` or `ServiceAccountRefused`."""
        with requests.Session() as session:
            try:
                self._credentials.refresh(partial(_request_once, Request(session)))  # type: ignore[no-untyped-call]
            except (GoogleAuthError, TypeError):  # no answer; a page of HTML with status 200
                raise GoogleUnavailable(when=in_a_minute()) from None


def _credentials(info: dict[str, Any]) -> service_account.Credentials:
    """Raises `ServiceAccountRefused` when the key cannot be parsed."""
    try:
        parsed = service_account.Credentials.from_service_account_info(info, scopes=SCOPES)  # type: ignore[no-untyped-call]
    except ValueError:
        raise ServiceAccountRefused from None
    return cast("service_account.Credentials", parsed)


def _request_once(request: Request, **parameters: Any) -> Response:
    """The transport that google-auth refreshes with. Raises `GoogleUnavailable` or `ServiceAccountRefused`."""
    response: Response = request(timeout=TIMEOUT, **parameters)
    # Raised here, because google-auth would sleep and repeat where it hopes for better, and would hold up a worker.
    if response.status != HTTPStatus.OK:
        raise GoogleUnavailable(when=in_a_minute()) if _is_temporary(response) else ServiceAccountRefused
    return response


def _is_temporary(response: Response) -> bool:
    """Whether it is no refusal in OAuth's own words: a server in trouble, or a proxy in between.

    https://datatracker.ietf.org/doc/html/rfc6749#section-5.2
    """
    if response.status in TEMPORARY_STATUSES or response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return True
    try:
        body = json.loads(response.data)
    except ValueError:
        return True
    error = body.get("error") if isinstance(body, dict) else None
    return not isinstance(error, str) or error in TEMPORARY_ERRORS
