"""Which sources there are, and which of them this installation asks, in its order."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from syncer.enrich.lastfm import LastFm
from syncer.enrich.musicbrainz import MusicBrainz
from syncer.enrich.reccobeats import ReccoBeats
from syncer.enrich.spotify import SpotifyFeatures, SpotifyGenres
from syncer.enrich.values import FeatureSource, GenreSource

FEATURES: dict[str, FeatureSource] = {"spotify": SpotifyFeatures(), "reccobeats": ReccoBeats()}
GENRES: dict[str, GenreSource] = {
    "spotify": SpotifyGenres(),
    "musicbrainz": MusicBrainz(),
    "lastfm": LastFm(),
}


def feature_sources() -> list[FeatureSource]:
    return [FEATURES[name] for name in _chosen("FEATURE_SOURCES", FEATURES)]


def genre_sources() -> list[GenreSource]:
    """Last.fm only with a key."""
    names = _chosen("GENRE_SOURCES", GENRES)
    return [GENRES[name] for name in names if name != "lastfm" or settings.LASTFM_API_KEY]


def _chosen(setting: str, known: dict[str, FeatureSource] | dict[str, GenreSource]) -> list[str]:
    names = list(dict.fromkeys(name.strip().lower() for name in getattr(settings, setting) if name.strip()))
    for name in names:
        if name not in known:
            raise ImproperlyConfigured(f"{setting}: there is no source {name!r}, only {', '.join(known)}.")
    return names
