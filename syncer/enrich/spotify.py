"""Spotify itself: audio features for the apps that still may, and genres where an artist's are not empty.

Asked with the access token of somebody whose sync has just renewed it: enrichment renews none itself, and the
app's budget counts these requests too.
https://developer.spotify.com/blog/2024-11-27-changes-to-the-web-api
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts import tokens
from accounts.models import Credential
from accounts.problems import Problem, TryLater
from syncer import quota
from syncer.enrich import http
from syncer.enrich.models import SourceState
from syncer.enrich.values import (
    Answer,
    ArtistRef,
    FeatureValues,
    Tag,
    TrackRef,
    Trouble,
    branch,
    read_features,
    rows,
    text,
)

Kind = SourceState.Trouble
FRESH = timedelta(seconds=120)


class SpotifyFeatures:
    name = "spotify"
    state = "spotify-features"
    batch = 100
    pause = 0.0
    bonus = False

    @property
    def per_day(self) -> int:
        return settings.SPOTIFY_ENRICHMENT_REQUESTS_PER_DAY

    def ask(self, refs: Sequence[TrackRef], *, most: int) -> Answer[FeatureValues]:
        raw = _get("/v1/audio-features", {"ids": ",".join(ref.spotify_id for ref in refs)})
        answer = read_audio_features(raw, refs)
        answer.requests = 1
        return answer


class SpotifyGenres:
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
                tags = read_artist(_get(f"/v1/artists/{ref.spotify_id}", {}), ref)
            except Trouble as trouble:
                answer.trouble = trouble
                break
            if tags:
                answer.known[ref.pk] = tags
        return answer


def read_audio_features(raw: object, refs: Sequence[TrackRef]) -> Answer[FeatureValues]:
    """Null stands in the place of a track without features."""
    found = branch(raw, "audio_features")
    if not isinstance(found, list):
        raise Trouble(Kind.DOWN)
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
        raise Trouble(Kind.LYING)
    genres = branch(raw, "genres")
    names = [text(name) for name in genres] if isinstance(genres, list) else []
    return [Tag(name, 1 / place, is_genre=True) for place, name in enumerate(filter(None, names), start=1)]


def _get(path: str, parameters: Mapping[str, str]) -> Any:
    token = _borrowed_token()
    try:
        quota.take_spotify(client_id=settings.SPOTIFY_CLIENT_ID, interactive=False)
    except TryLater as problem:
        raise Trouble(Kind.LIMITED, wait=problem.when - timezone.now()) from problem
    try:
        return http.get(f"{settings.SPOTIFY_API_URL}{path}", parameters, {"Authorization": f"Bearer {token}"})
    except http.Unauthorized as trouble:  # somebody took their permission back: another one's token will do
        raise Trouble(Kind.LIMITED, wait=timedelta(minutes=10)) from trouble


def _borrowed_token() -> str:
    """Of whoever synced last; without one there is nothing to ask with until somebody syncs."""
    block = quota.tell_block(settings.SPOTIFY_CLIENT_ID)
    if block is not None:
        raise Trouble(Kind.LIMITED, wait=block.when - timezone.now())
    credential = (
        Credential.objects.filter(
            provider=Credential.Provider.SPOTIFY,
            client_id=settings.SPOTIFY_CLIENT_ID,
            state=Credential.State.LIVE,
            expires_at__gt=timezone.now() + FRESH,
            user__is_active=True,
        )
        .select_related("user")
        .order_by("-expires_at")
        .first()
    )
    if credential is None:
        raise Trouble(Kind.LIMITED, wait=timedelta(minutes=10))
    try:
        return tokens.access_token(credential.user, Credential.Provider.SPOTIFY)
    except Problem as problem:
        raise Trouble(Kind.LIMITED, wait=timedelta(minutes=10)) from problem
