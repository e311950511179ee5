"""Spotify and Google from outside: what the sandbox's control API can do to them, and the requests they have had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

REDIRECT_URI = "http://127.0.0.1/complete/spotify/"
READS = {"get", "get_by_data_filter", "values_get"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Requests to api.spotify.com, how many of them got an answer, and to sheets.googleapis.com; token calls apart."""

    spotify: int
    answered: int
    reads: int
    writes: int


class Vendors:
    """A running sandbox at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session = requests.Session()

    def settings(self) -> dict[str, str]:
        """By name: what the product's environment says when it talks to this sandbox."""
        found: dict[str, str] = self._answer("GET", "env")
        return found

    def grow(self, person: str, size: int) -> None:
        self._answer("POST", f"spotify/people/{person}/grow", size=size)

    def save(self, person: str, count: int) -> None:
        self._answer("POST", f"spotify/people/{person}/save", count=count)

    def remove(self, person: str, offsets: Sequence[int]) -> None:
        self._answer("POST", f"spotify/people/{person}/remove", offsets=list(offsets))

    def allow(self, per_day: int | None) -> None:
        """So many requests to Spotify in 24 hours, earlier ones included, and then a ban; None lifts it."""
        self._answer("POST", "spotify/app", per_day=per_day)

    def set_latency(self, seconds: float) -> None:
        """Of every vendor."""
        self._answer("POST", "latency", service=None, seconds=seconds)

    def forget_requests(self) -> None:
        self._answer("DELETE", "log")

    def asked(self) -> Asked:
        """Since the last `forget_requests`."""
        spotify = [entry["status"] for entry in self._answer("GET", "log?service=spotify-api")]
        sheets = [entry["kind"] for entry in self._answer("GET", "log?service=google-sheets")]
        reads = sum(kind in READS for kind in sheets)
        return Asked(len(spotify), spotify.count(200), reads, len(sheets) - reads)

    def shared_spreadsheet(self, owner: str) -> str:
        """The id of a new spreadsheet that the service account may edit."""
        spreadsheet_id = str(self._answer("POST", "google/spreadsheets", owner=owner, title="My music")["id"])
        self._answer("POST", f"google/spreadsheets/{spreadsheet_id}/share")
        return spreadsheet_id

    def consent(self, person: str) -> dict[str, Any]:
        """What Spotify's token endpoint answers once `person` has agreed in the browser."""
        known = self.settings()
        form = {
            "client_id": known["SPOTIFY_CLIENT_ID"],
            "response_type": "code",
            "redirect_uri": REDIRECT_URI,
            "scope": "user-library-read",
            "person": person,
            "decision": "agree",
        }
        accounts = known["SPOTIFY_ACCOUNTS_URL"]
        sent_back = self._session.post(f"{accounts}/authorize", data=form, allow_redirects=False)
        code = parse_qs(urlsplit(sent_back.headers["Location"]).query)["code"][0]
        answer = self._session.post(
            f"{accounts}/api/token",
            data={"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT_URI},
            auth=(known["SPOTIFY_CLIENT_ID"], known["SPOTIFY_CLIENT_SECRET"]),
        )
        answer.raise_for_status()
        granted: dict[str, Any] = answer.json()
        return granted

    def _answer(self, method: str, path: str, **body: Any) -> Any:
        answer = self._session.request(method, f"{self.url}/control/{path}", json=body or None, timeout=60)
        answer.raise_for_status()
        return answer.json()
