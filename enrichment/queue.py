"""Tracks and artists to look up next: saved and never looked up, newest saves first; then those due again.

saved    looked up    ask_again_at    next
today    never        -               1.
May      never        -               2.
April    in May       yesterday       3.
March    in May       tomorrow        not yet
-        never        -               never: no current save
"""

from __future__ import annotations

import re
from datetime import datetime

from django.db.models import Exists, Max, OuterRef

from library.models import ArtistKnowledge, Features, SavedTrack, Track, TrackArtist
from providers.source import ArtistRef, TrackRef

# Of any length: Spotify promises no format, only that ids are base 62.
# https://developer.spotify.com/documentation/web-api/concepts/spotify-uris-ids
SPOTIFY_ID = re.compile(r"[0-9A-Za-z]{1,64}")


def next_tracks(limit: int, now: datetime) -> list[TrackRef]:
    """Returns refs of up to `limit` tracks. No source knows local files, so they are left out."""
    fresh = _fresh_tracks(limit)
    return fresh + _due_tracks(limit - len(fresh), now) if len(fresh) < limit else fresh


def _fresh_tracks(limit: int) -> list[TrackRef]:
    # Grouped by track: one that several people have saved is looked up once for all of them.
    saves = SavedTrack.objects.filter(
        removed_at=None, track__is_local=False, track__spotify_id__isnull=False, track__features=None
    )
    newest = saves.values("track_id", "track__spotify_id").annotate(newest=Max("added_at"))
    lines = newest.order_by("-newest", "track_id").values_list("track_id", "track__spotify_id")
    return [TrackRef(pk, _id(spotify_id)) for pk, spotify_id in lines[:limit]]


def _due_tracks(limit: int, now: datetime) -> list[TrackRef]:
    current = SavedTrack.objects.filter(removed_at=None, track=OuterRef("track"))
    due = Features.objects.filter(Exists(current), known=False, ask_again_at__lte=now)
    return [
        TrackRef(row.pk, _id(row.track.spotify_id), _only(row.missing_sources), row.misses)
        for row in due.select_related("track").order_by("ask_again_at", "pk")[:limit]
    ]


def next_artists(limit: int, now: datetime) -> list[ArtistRef]:
    """Returns refs of up to `limit` artists. Local files are the person's own: theirs are sent to no source."""
    fresh = _fresh_artists(limit)
    return fresh + _due_artists(limit - len(fresh), now) if len(fresh) < limit else fresh


def _fresh_artists(limit: int) -> list[ArtistRef]:
    credits_ = TrackArtist.objects.filter(
        artist__owner=0, track__saves__isnull=False, track__saves__removed_at=None, artist__knowledge=None
    ).exclude(artist__name="")
    newest = credits_.values("artist_id", "artist__spotify_id", "artist__name").annotate(
        newest=Max("track__saves__added_at")
    )
    lines = newest.order_by("-newest", "artist_id").values_list(
        "artist_id", "artist__spotify_id", "artist__name"
    )
    return [ArtistRef(pk, _id(spotify_id), name) for pk, spotify_id, name in lines[:limit]]


def _due_artists(limit: int, now: datetime) -> list[ArtistRef]:
    saved = SavedTrack.objects.filter(removed_at=None).values("track")
    current = Track.objects.filter(pk__in=saved, credits__artist=OuterRef("artist"))
    due = ArtistKnowledge.objects.filter(Exists(current), artist__owner=0, known=False, ask_again_at__lte=now)
    return [
        ArtistRef(
            row.pk,
            _id(row.artist.spotify_id),
            row.artist.name,
            row.mbid,
            _only(row.missing_sources),
            row.misses,
        )
        for row in due.select_related("artist").order_by("ask_again_at", "pk")[:limit]
    ]


def _id(spotify_id: str | None) -> str:
    """Returns an id that can be part of a URL; "" for any other, which is sent to no source."""
    return spotify_id if spotify_id and SPOTIFY_ID.fullmatch(spotify_id) else ""


def _only(missing: str) -> frozenset[str] | None:
    # None, not an empty set: that would be a ref without any source left.
    return frozenset(missing.split(",")) if missing else None
