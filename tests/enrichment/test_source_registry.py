"""Which sources an installation asks."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from enrichment import source_registry


def test_sources_are_asked_in_the_settings_order_and_lastfm_only_with_a_key(settings) -> None:
    settings.GENRE_SOURCES = ["lastfm", " MusicBrainz", "lastfm", ""]
    settings.LASTFM_API_KEY = "k"
    assert [source.name for source in source_registry.genre_sources()] == ["lastfm", "musicbrainz"]
    settings.LASTFM_API_KEY = ""
    assert [source.name for source in source_registry.genre_sources()] == ["musicbrainz"]


def test_an_unknown_source_is_named(settings) -> None:
    settings.FEATURE_SOURCES = ["soundstat"]
    with pytest.raises(ImproperlyConfigured, match="FEATURE_SOURCES: there is no source 'soundstat'"):
        source_registry.feature_sources()
