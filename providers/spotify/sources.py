"""Spotify as a source: audio features for the apps that still may, and genres where an artist's are not empty.

https://developer.spotify.com/blog/2024-11-27-changes-to-the-web-api
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from problems.kinds import TryLater
from providers import http
from providers.source import (
    ArtistRef,
    ArtistTag,
    Credit,
    FeatureValues,
    SourceAnswer,
    SourceError,
    SourceFailure,
    TrackRef,
)
from providers.spotify import request_budget
from providers.spotify.records import parse_artist_genres, parse_audio_features

GetToken = Callable[[], str]
"""Returns an access token of a person; raises `SourceError` while there is none."""


class _SpotifySource:
    name = "spotify"
    title = "Spotify"
    # Every page names Spotify anyway.
    credits: tuple[Credit, ...] = ()

    def __init__(self, get_token: GetToken) -> None:
        self._get_token = get_token

    def _get(self, path: str, parameters: Mapping[str, str]) -> Any:
        """Returns the JSON of one request. Raises `SourceError`."""
        client_id = settings.SPOTIFY_CLIENT_ID
        block = request_budget.active_block(client_id)
        if block is not None:
            raise SourceError(SourceFailure.LIMITED, retry_after=block.when - timezone.now())
        token = self._get_token()
        try:
            # The app has one budget, and a sync comes first: so never as an interactive request.
            request_budget.take_spotify(client_id=client_id, interactive=False)
        except TryLater as problem:
            raise SourceError(SourceFailure.LIMITED, retry_after=problem.when - timezone.now()) from problem
        try:
            return http.get_json(
                f"{settings.SPOTIFY_API_URL}{path}", parameters, {"Authorization": f"Bearer {token}"}
            )
        except http.Unauthorized as error:
            # The person has revoked their permission: in a few minutes another person's token is the newest.
            raise SourceError(SourceFailure.LIMITED, retry_after=timedelta(minutes=10)) from error


class SpotifyFeatures(_SpotifySource):
    """One request a batch, see `providers.source.Source`."""

    state_name = "spotify-features"
    batch_size = 100
    pause = 0.0
    is_optional = False

    @property
    def requests_per_day(self) -> int:
        return settings.SPOTIFY_ENRICHMENT_REQUESTS_PER_DAY

    def fetch(self, refs: Sequence[TrackRef], *, max_requests: int) -> SourceAnswer[FeatureValues]:
        """https://developer.spotify.com/documentation/web-api/reference/get-several-audio-features"""
        ids = ",".join(ref.spotify_id for ref in refs)
        answer = parse_audio_features(self._get("/v1/audio-features", {"ids": ids}), refs)
        answer.requests = 1
        return answer


class SpotifyGenres(_SpotifySource):
    """One request an artist, see `providers.source.Source`."""

    state_name = "spotify-genres"
    # Spotify's batch endpoint is gone, so that only a few a day are possible: no artist waits for it.
    batch_size = 5
    pause = 0.0
    is_optional = True

    @property
    def requests_per_day(self) -> int:
        return settings.SPOTIFY_ENRICHMENT_REQUESTS_PER_DAY

    def fetch(self, refs: Sequence[ArtistRef], *, max_requests: int) -> SourceAnswer[list[ArtistTag]]:
        """https://developer.spotify.com/documentation/web-api/reference/get-an-artist"""
        answer: SourceAnswer[list[ArtistTag]] = SourceAnswer()
        for ref in [ref for ref in refs if ref.spotify_id][:max_requests]:
            try:
                answer.requests += 1
                tags = parse_artist_genres(self._get(f"/v1/artists/{ref.spotify_id}", {}), ref)
            except SourceError as error:
                # Not raised: what the requests before it have brought is kept.
                answer.error = error
                break
            if tags:
                answer.values[ref.pk] = tags
        return answer
