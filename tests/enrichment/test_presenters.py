"""What people and operators read about the sources."""

import pytest

from enrichment import presenters
from enrichment.models import SourceState
from library.models import ArtistKnowledge, Features
from tests.support.catalogue import track

pytestmark = pytest.mark.django_db(transaction=True)


def test_reasons_of_missing_values_are_given_only_when_no_source_is_ready(settings) -> None:
    settings.FEATURE_SOURCES = ["reccobeats"]
    assert presenters.describe_missing_values("features") == []
    SourceState.objects.create(name="reccobeats", failure="down", blocked_until="2126-11-22T20:00Z")
    assert presenters.describe_missing_values("features") == [
        "ReccoBeats did not answer properly; it is asked again at 2126-11-22 20:00 UTC."
    ]
    settings.ENRICHMENT_REQUESTS_PER_DAY = 0
    SourceState.objects.update(blocked_until=None)
    assert "has been asked as often as one day allows" in presenters.describe_missing_values("features")[0]


def test_each_source_is_described_with_its_lane(settings) -> None:
    settings.FEATURE_SOURCES, settings.GENRE_SOURCES = ["spotify", "reccobeats"], ["musicbrainz"]
    SourceState.objects.create(name="reccobeats", failure="down", blocked_until="2126-11-22T20:00Z")
    assert presenters.describe_sources() == [
        ("features", "Spotify is being asked."),
        ("features", "ReccoBeats did not answer properly; it is asked again at 2126-11-22 20:00 UTC."),
        ("genres", "MusicBrainz is being asked."),
    ]


def test_a_source_is_described_by_the_name_of_its_state(settings) -> None:
    settings.FEATURE_SOURCES = ["reccobeats"]
    assert presenters.describe_state("reccobeats") == "ReccoBeats is being asked."
    settings.FEATURE_SOURCES = []
    assert presenters.describe_state("reccobeats") == "It is switched off here, so it is not asked."


def test_progress_counts_known_tracks_and_artists() -> None:
    known, unknown = track(1), track(2)
    track(3, local=True)
    Features.objects.create(track=known, tempo=100.0, known=True, source="test")
    Features.objects.create(track=unknown, ask_again_at="2126-11-22T20:00Z")
    ArtistKnowledge.objects.create(artist=known.artists.get(), known=True, source="test")
    assert presenters.describe_progress() == "1 of 2 tracks have features, 1 of 3 artists have genres"
