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

from problems.kinds import AskOperator
from providers.google.errors import service_account_refused, unavailable
from providers.google.retry_times import soon

SCOPES = ["https://www.googleapis.com/auth/spreadsheets"]
# Seconds for a token, to connect and between two bytes.
TIMEOUT = 15
MAY_PASS = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
TROUBLES = {"internal_failure", "server_error", "temporarily_unavailable"}


class ServiceAccount:
    """One principal for everybody who shares a sheet with it."""

    name = "service-account"

    def __init__(self) -> None:
        info: dict[str, Any] | None = settings.GOOGLE_SERVICE_ACCOUNT
        if not info:
            raise AskOperator(
                "google_service_account_missing",
                "This site has no service account that a sheet could be shared with. The operator has to set"
                " GOOGLE_SERVICE_ACCOUNT.",
            )
        self.address = str(info["client_email"])
        self._shared = SharedToken.of_this_process(info, settings.GOOGLE_TOKEN_URL)
        self._given = ""

    def token(self, *, force: bool) -> str:
        self._given = self._shared.token(refused=self._given if force else "")
        return self._given


class SharedToken:
    """The service account's access token, one for all threads of the process while it lasts.

    Reading the key takes tens of milliseconds and a token a request: too much to be paid anew for each sync.
    """

    _making: ClassVar = threading.Lock()
    _newest: ClassVar[SharedToken | None] = None

    @classmethod
    def of_this_process(cls, info: dict[str, Any], token_url: str) -> SharedToken:
        """The same one for as long as the settings are: they are read once a process, and only tests exchange them."""
        with cls._making:
            made = cls._newest
            if made is None or made.info is not info or made.token_url != token_url:
                made = cls._newest = cls(info, token_url)
            return made

    def __init__(self, info: dict[str, Any], token_url: str) -> None:
        self.info = info
        self.token_url = token_url
        # Asked for tokens only and never used as a session's credentials: google-auth would look up a
        # "regional access boundary" of Google's in a thread of its own before each request.
        self._credentials = _credentials({**info, "token_uri": token_url})
        self._lock = threading.Lock()

    def token(self, *, refused: str) -> str:
        """A token with minutes left, and not `refused`: of many who were refused the same one, the first asks anew."""
        # Nobody waits behind a row of others whose time runs out one after another.
        if not self._lock.acquire(timeout=TIMEOUT):
            raise unavailable(soon())
        try:
            if not self._credentials.valid or self._credentials.token == refused:
                self._refresh()
            return str(self._credentials.token)
        finally:
            self._lock.release()

    def _refresh(self) -> None:
        with requests.Session() as session:
            try:
                self._credentials.refresh(partial(_ask_once, Request(session)))  # type: ignore[no-untyped-call]
            except (GoogleAuthError, TypeError):  # no answer; a page of HTML with status 200
                raise unavailable(soon()) from None


def _credentials(info: dict[str, Any]) -> service_account.Credentials:
    try:
        made = service_account.Credentials.from_service_account_info(info, scopes=SCOPES)  # type: ignore[no-untyped-call]
    except ValueError:
        raise service_account_refused() from None
    return cast("service_account.Credentials", made)


def _ask_once(request: Request, **asked: Any) -> Response:
    """One request. google-auth would sleep and ask again where it hopes for better, and a worker has better to do."""
    answer: Response = request(timeout=TIMEOUT, **asked)
    if answer.status != HTTPStatus.OK:
        raise unavailable(soon()) if _passes(answer) else service_account_refused()
    return answer


def _passes(answer: Response) -> bool:
    """What is no refusal in OAuth's own words came from a server in trouble, or from something in between.

    https://datatracker.ietf.org/doc/html/rfc6749#section-5.2
    """
    if answer.status in MAY_PASS or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return True
    try:
        said = json.loads(answer.data)
    except ValueError:
        return True
    error = said.get("error") if isinstance(said, dict) else None
    return not isinstance(error, str) or error in TROUBLES
