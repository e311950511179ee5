"""Spotify itself: audio features for the apps that still may, and genres where an artist's are not empty.

Asked with the access token of somebody whose sync has just renewed it: enrichment renews none itself, and the
app's budget counts these requests too.
https://developer.spotify.com/blog/2024-11-27-changes-to-the-web-api
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from problems.kinds import TryLater
from providers import http, rate_limits
from providers.source import (
    Answer,
    ArtistRef,
    FeatureValues,
    SourceError,
    SourceFailure,
    Tag,
    TrackRef,
    branch,
    read_features,
    rows,
    text,
)

GetToken = Callable[[], str]
"""Returns an access token of somebody who allowed it; raises `SourceError` while there is none."""


class _SpotifyApi:
    def __init__(self, get_token: GetToken) -> None:
        self._get_token = get_token

    def _get(self, path: str, parameters: Mapping[str, str]) -> Any:
        client_id = settings.SPOTIFY_CLIENT_ID
        block = rate_limits.active_block(client_id)
        if block is not None:
            raise SourceError(SourceFailure.LIMITED, wait=block.when - timezone.now())
        token = self._get_token()
        try:
            rate_limits.take_spotify(client_id=client_id, interactive=False)
        except TryLater as problem:
            raise SourceError(SourceFailure.LIMITED, wait=problem.when - timezone.now()) from problem
        try:
            return http.get(
                f"{settings.SPOTIFY_API_URL}{path}", parameters, {"Authorization": f"Bearer {token}"}
            )
        except http.Unauthorized as error:  # somebody took their permission back: another one's token will do
            raise SourceError(SourceFailure.LIMITED, wait=timedelta(minutes=10)) from error


class SpotifyFeatures(_SpotifyApi):
    name = "spotify"
    state = "spotify-features"
    batch = 100
    pause = 0.0
    bonus = False

    @property
    def per_day(self) -> int:
        return settings.SPOTIFY_ENRICHMENT_REQUESTS_PER_DAY

    def ask(self, refs: Sequence[TrackRef], *, most: int) -> Answer[FeatureValues]:
        raw = self._get("/v1/audio-features", {"ids": ",".join(ref.spotify_id for ref in refs)})
        answer = read_audio_features(raw, refs)
        answer.requests = 1
        return answer


class SpotifyGenres(_SpotifyApi):
    """One request an artist, since the batch is gone: so a few a day, and nobody waits for it."""

    name = "spotify"
    state = "spotify-genres"
    batch = 5
    pause = 0.0
    bonus = True

    @property
    def per_day(self) -> int:
        return settings.SPOTIFY_ENRICHMENT_REQUESTS_PER_DAY

    def ask(self, refs: Sequence[ArtistRef], *, most: int) -> Answer[list[Tag]]:
        answer: Answer[list[Tag]] = Answer()
        for ref in [ref for ref in refs if ref.spotify_id][:most]:
            try:
                answer.requests += 1
                tags = read_artist(self._get(f"/v1/artists/{ref.spotify_id}", {}), ref)
            except SourceError as trouble:
                answer.trouble = trouble
                break
            if tags:
                answer.known[ref.pk] = tags
        return answer


def read_audio_features(raw: object, refs: Sequence[TrackRef]) -> Answer[FeatureValues]:
    """Null stands in the place of a track without features."""
    found = branch(raw, "audio_features")
    if not isinstance(found, list):
        raise SourceError(SourceFailure.DOWN)
    asked = {ref.spotify_id: ref.pk for ref in refs}
    answer: Answer[FeatureValues] = Answer()
    for row in rows(found):
        pk = asked.get(text(row.get("id")))
        values, refused = read_features(row) if pk is not None else (None, 1)
        answer.refused += refused
        if pk is not None and values is not None:
            answer.known.setdefault(pk, values)
    return answer


def read_artist(raw: object, ref: ArtistRef) -> list[Tag]:
    """Spotify's genres have an order and no numbers: the first counts most."""
    if raw is None:
        return []
    if branch(raw, "id") != ref.spotify_id:
        raise SourceError(SourceFailure.WRONG_VALUES)
    genres = branch(raw, "genres")
    names = [text(name) for name in genres] if isinstance(genres, list) else []
    return [Tag(name, 1 / place, is_genre=True) for place, name in enumerate(filter(None, names), start=1)]
