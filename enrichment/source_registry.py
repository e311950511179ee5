"""Which sources there are, and which of them this installation uses, in its order."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from enrichment.credentials import borrow_token
from providers.lastfm.client import LastFm
from providers.musicbrainz.client import MusicBrainz
from providers.reccobeats.client import ReccoBeats
from providers.source import FeatureSource, GenreSource
from providers.spotify.sources import SpotifyFeatures, SpotifyGenres

FEATURES: dict[str, FeatureSource] = {"spotify": SpotifyFeatures(borrow_token), "reccobeats": ReccoBeats()}
GENRES: dict[str, GenreSource] = {
    "spotify": SpotifyGenres(borrow_token),
    "musicbrainz": MusicBrainz(),
    "lastfm": LastFm(),
}


def feature_sources() -> list[FeatureSource]:
    """Returns the chosen sources of audio features."""
    return [FEATURES[name] for name in _chosen("FEATURE_SOURCES", FEATURES)]


def genre_sources() -> list[GenreSource]:
    """Returns the chosen sources of genres; Last.fm only with a key."""
    # Without a key Last.fm refuses every request. It is left out and not an error: the default names it.
    names = _chosen("GENRE_SOURCES", GENRES)
    return [GENRES[name] for name in names if name != "lastfm" or settings.LASTFM_API_KEY]


def _chosen(setting: str, known: dict[str, FeatureSource] | dict[str, GenreSource]) -> list[str]:
    """Returns the names in the setting, in its order. Raises `ImproperlyConfigured` for one that is not `known`."""
    names = list(dict.fromkeys(name.strip().lower() for name in getattr(settings, setting) if name.strip()))
    for name in names:
        if name not in known:
            raise ImproperlyConfigured(f"{setting}: there is no source {name!r}, only {', '.join(known)}.")
    return names
