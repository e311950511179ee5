"""Clients of Google's stand-in for tests: consent page, token endpoint and Sheets API.

Requests and answers of the Sheets API are checked against Google's discovery document.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from sandbox.testing.sheets_discovery import check_answer, check_request
from sandbox.world import World

CLIENT = "sandbox-google-client.apps.googleusercontent.com"
SECRET = "sandbox-google-secret"
REDIRECT_URI = "http://127.0.0.1:8123/complete/google-oauth2/"
DRIVE_FILE = "https://www.googleapis.com/auth/drive.file"
SPREADSHEETS = "https://www.googleapis.com/auth/spreadsheets"
ADA, BEN = "ada@example.com", "ben@example.com"

http = requests.Session()
"""Keeps its connections from test to test; `conftest.py` closes it."""


def authorization(**changes: str) -> dict[str, str]:
    asked = {
        "client_id": CLIENT,
        "redirect_uri": REDIRECT_URI,
        "response_type": "code",
        "scope": f"openid email {DRIVE_FILE}",
        "state": "xyz",
        "access_type": "offline",
    }
    return {name: value for name, value in (asked | changes).items() if value}


def consent(
    url: str, person: str = "ada", granted: tuple[str, ...] = (DRIVE_FILE,), **changes: Any
) -> dict[str, str]:
    """Submits the consent page's form and returns the query of the redirect."""
    decision = changes.pop("decision", "agree")
    form = [*authorization(**changes).items(), ("person", person), ("decision", decision)]
    answer = http.post(
        f"{url}/google-accounts/o/oauth2/v2/auth",
        data=[*form, *(("granted", scope) for scope in granted)],
        allow_redirects=False,
        timeout=10,
    )
    assert answer.status_code == 302, answer.text
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def token(url: str, **form: str) -> requests.Response:
    known = {"client_id": CLIENT, "client_secret": SECRET}
    return http.post(f"{url}/google-token/token", data=known | form, timeout=10)


def exchange(url: str, code: str, **form: str) -> requests.Response:
    known = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT_URI}
    return token(url, **(known | form))


def sign_in(url: str, person: str = "ada", **changes: Any) -> dict[str, Any]:
    return exchange(url, consent(url, person, **changes)["code"]).json()


@dataclass
class Sheets:
    """The Sheets API as one principal, by default Ada with the scope for all her spreadsheets."""

    url: str
    world: World
    email: str = ADA
    scope: str = SPREADSHEETS

    def __post_init__(self) -> None:
        self.token = self.world.google.grants.issue_access(self.email, CLIENT, {self.scope})

    def call(self, method: str, path: str, body: Any = None, **params: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}"}
        address = f"{self.url}/google-sheets/v4/spreadsheets{path}"
        return http.request(method, address, json=body, params=params, headers=headers, timeout=30)

    def checked(
        self, method: str, path: str, schemas: tuple[str | None, str], body: Any = None, **params: Any
    ) -> Any:
        """Returns the answer's JSON. Request and answer must fit their schemas."""
        if schemas[0]:
            check_request(schemas[0], body)
        answer = self.call(method, path, body, **params)
        assert answer.status_code == 200, answer.text
        check_answer(schemas[1], answer.json())
        return answer.json()

    def create(self, **body: Any) -> dict[str, Any]:
        return self.checked("POST", "", ("Spreadsheet", "Spreadsheet"), body)

    def batch(self, id: str, *requests_: dict[str, Any], **params: Any) -> dict[str, Any]:
        schemas = ("BatchUpdateSpreadsheetRequest", "BatchUpdateSpreadsheetResponse")
        return self.checked("POST", f"/{id}:batchUpdate", schemas, {"requests": list(requests_)}, **params)


def error(answer: requests.Response) -> tuple[int, str, str]:
    """Returns (HTTP status, status, message) of a refusal."""
    body = answer.json()["error"]
    assert body["code"] == answer.status_code
    return answer.status_code, body["status"], body["message"]
