"""The credits that the sources' terms ask for."""

from __future__ import annotations

from enrichment import source_registry
from enrichment.credits import credits_of


def test_each_source_but_spotify_is_credited_with_a_link() -> None:
    for name, source in (source_registry.FEATURES | source_registry.GENRES).items():
        assert source.title
        assert bool(source.credits) == (name != "spotify")
        assert all(credit.address.startswith("https://") for credit in source.credits)


def test_credits_are_those_of_the_chosen_sources_in_their_order(settings) -> None:
    settings.FEATURE_SOURCES = ["spotify", "reccobeats"]
    settings.GENRE_SOURCES, settings.LASTFM_API_KEY = ["lastfm", "musicbrainz"], "key"
    assert [credit.name for credit in credits_of("features")] == ["ReccoBeats"]
    assert [credit.name for credit in credits_of("genres")] == ["Last.fm", "MusicBrainz", "ListenBrainz"]
    settings.LASTFM_API_KEY = ""
    assert [credit.name for credit in credits_of("genres")] == ["MusicBrainz", "ListenBrainz"]
