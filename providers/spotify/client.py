"""Saved tracks from api.spotify.com: the only file that imports spotipy."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import requests
import spotipy
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from providers.spotify.errors import retry_soon, spotify_problem
from providers.spotify.problems import SpotifyAnswerIncomplete, SpotifyDown
from providers.spotify.records import Page, parse_contains, parse_saved_page

# Seconds to connect and between two bytes.
TIMEOUT = (10, 30)


class _Answer(dict[str, Any]):
    """A JSON object whose repr costs nothing: spotipy formats each answer for its log at DEBUG, which is off."""

    def __repr__(self) -> str:
        return f"<an answer with {len(self)} fields>"


class _Response(requests.Response):
    def json(self, **options: Any) -> Any:
        answer = super().json(**options)
        return _Answer(answer) if isinstance(answer, dict) else answer


class _Adapter(HTTPAdapter):
    def build_response(self, request: requests.PreparedRequest, answer: Any) -> requests.Response:
        response = super().build_response(request, answer)
        response.__class__ = _Response
        return response


class SpotifyClient:
    """One person's view of Spotify during one run. Its methods may be called from several threads.

    `take` is called before each request and may raise a Problem (the budget); `requests` counts them.
    """

    def __init__(self, access_token: str, *, take: Callable[[], None]) -> None:
        self._token = access_token
        self._take = take
        self._local = threading.local()
        self._lock = threading.Lock()
        self.requests = 0

    def page(self, offset: int, limit: int = 50) -> Page:
        """Returns saved tracks from `offset`, newest first, `limit` 1 to 50. Raises a `Problem`.

        https://developer.spotify.com/documentation/web-api/reference/get-users-saved-tracks
        """
        page = parse_saved_page(
            self._request(lambda client: client.current_user_saved_tracks(limit=limit, offset=offset)), offset
        )
        if page is None:
            raise SpotifyAnswerIncomplete(when=retry_soon())
        return page

    def contains(self, spotify_ids: Sequence[str]) -> tuple[bool, ...]:
        """Returns for each of at most 40 track ids whether it is saved, in their order. Raises a `Problem`.

        https://developer.spotify.com/documentation/web-api/reference/check-library-contains
        """
        saved = parse_contains(
            self._request(lambda client: client.current_user_saved_tracks_contains(list(spotify_ids))),
            len(spotify_ids),
        )
        if saved is None:
            raise SpotifyAnswerIncomplete(when=retry_soon())
        return saved

    def _request(self, send: Callable[[spotipy.Spotify], Any]) -> Any:
        """Returns Spotify's answer to one request. Raises a `Problem`."""
        self._take()
        with self._lock:
            self.requests += 1
        try:
            return send(self._client())
        except spotipy.SpotifyException as error:
            raise spotify_problem(error.http_status, str(error.msg), error.reason, error.headers) from error
        except requests.RequestException as error:
            raise SpotifyDown(when=retry_soon()) from error
        except AttributeError as error:  # spotipy expects {"error": {…}} and gets {"error": "…"}
            raise SpotifyAnswerIncomplete(when=retry_soon()) from error

    def _client(self) -> spotipy.Spotify:
        """spotipy's client and requests' session are not promised to be safe in threads: one each."""
        client: spotipy.Spotify | None = getattr(self._local, "client", None)
        if client is None:
            session = requests.Session()
            # spotipy's own retries sleep inside the worker for as long as Retry-After says (a day, at times) and hide
            # the headers: nothing is retried but a connection that was never made.
            retry = Retry(total=2, connect=2, read=0, status=0, other=0, respect_retry_after_header=False)
            for scheme in ("http://", "https://"):
                session.mount(scheme, _Adapter(max_retries=retry))
            client = spotipy.Spotify(auth=self._token, requests_session=session, requests_timeout=TIMEOUT)
            client.prefix = f"{settings.SPOTIFY_API_URL}/v1/"
            self._local.client = client
        return client
