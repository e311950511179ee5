"""One GET request to a source, within a fixed time and size: its JSON, or a typed error."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from django.conf import settings
from django.utils import timezone

from providers.source import SourceError, SourceFailure

# Bytes of an answer.
LARGEST = 4_000_000
LONGEST_WAIT = timedelta(days=1)

Parameters = Mapping[str, str | Sequence[str]]


class Unauthorized(SourceError):
    """The access token is not valid, or not any more."""


def get_json(url: str, parameters: Parameters, headers: Mapping[str, str] | None = None) -> Any:
    """Returns the JSON of a 200 answer, None for a 404. Raises `SourceError`, whose text holds no address and no key."""
    deadline = time.monotonic() + settings.ENRICHMENT_TIMEOUT
    try:
        with requests.get(
            url,
            params=dict(parameters),
            headers={"User-Agent": user_agent(), "Accept": "application/json", **(headers or {})},
            timeout=settings.ENRICHMENT_TIMEOUT,
            allow_redirects=False,  # the parameters may hold a key
            stream=True,  # read in parts by `_json`, which stops at its bounds
        ) as response:
            if response.status_code == 404:
                return None
            if response.status_code != 200:
                raise _error(response.status_code, response.headers)
            return _json(response, deadline)
    except (requests.RequestException, UnicodeError):
        raise SourceError(SourceFailure.DOWN) from None  # its text holds the address, and that may hold a key


def user_agent() -> str:
    """Returns the site's name and address, for the vendor to complain to.

    MusicBrainz demands it: https://musicbrainz.org/doc/MusicBrainz_API/Rate_Limiting
    """
    name = settings.SITE_NAME.encode("ascii", "ignore").decode().replace(" ", "-") or "spotistats"
    return f"{name}/{settings.VERSION} ({settings.SITE_URL})"


def _json(response: requests.Response, deadline: float) -> Any:
    """Raises `SourceError` for an answer that is too big, too slow or no JSON."""
    # requests' own timeout is one between two bytes: an answer that trickles would hold a worker for hours.
    body = bytearray()
    for part in response.iter_content(65_536):
        body += part
        if len(body) > LARGEST or time.monotonic() > deadline:
            raise SourceError(SourceFailure.DOWN)
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise SourceError(SourceFailure.DOWN) from None


def _error(status: int, headers: Mapping[str, str]) -> SourceError:
    # ListenBrainz has a header of its own for it.
    wait = retry_after(headers.get("Retry-After") or headers.get("X-RateLimit-Reset-In") or "")
    if status == 401:
        return Unauthorized(SourceFailure.FORBIDDEN)
    if status in (403, 451):
        return SourceError(SourceFailure.FORBIDDEN)
    if status == 429 or (status == 503 and wait):
        return SourceError(SourceFailure.LIMITED, retry_after=wait)
    return SourceError(SourceFailure.REFUSED if 400 <= status < 500 else SourceFailure.DOWN)


def retry_after(header: str) -> timedelta | None:
    """Returns the wait in a Retry-After header (seconds or a date), at most a day; None for anything else.

    https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
    """
    header = header.strip()
    try:
        if header.isdecimal() and header.isascii():
            wait = timedelta(seconds=min(int(header[:9]), 86_400))
        else:
            wait = _aware(parsedate_to_datetime(header)) - timezone.now()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(wait, timedelta(0)), LONGEST_WAIT)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
