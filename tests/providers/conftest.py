"""Tracks and artists of Ada's library in the sandbox, as sources are asked about them."""

import sys
from collections.abc import Iterator

import pytest

from providers.source import ArtistRef, TrackRef


@pytest.fixture
def saved_tracks(sandbox) -> list[dict]:
    """What Spotify knows of Ada's saved tracks. The sources' own rate limits are off."""
    sandbox.world.enrichment.remove_limits()
    documents = [entry["track"] for entry in sandbox.world.spotify.documents("ada")]
    return [track for track in documents if track["id"]]


@pytest.fixture
def tracks(saved_tracks) -> list[TrackRef]:
    return [TrackRef(number, track["id"]) for number, track in enumerate(saved_tracks[:40])]


@pytest.fixture
def artists(saved_tracks) -> list[ArtistRef]:
    names = {artist["id"]: artist["name"] for track in saved_tracks for artist in track["artists"]}
    return [ArtistRef(number, *pair) for number, pair in enumerate(list(names.items())[:50])]


@pytest.fixture
def often_switching() -> Iterator[None]:
    """Threads take turns after each microsecond: what is no single step gets interrupted."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)
