from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from enrichment.metrics import collect_enrichment_metrics
from enrichment.models import SourceState
from library.models import Album, Artist, ArtistKnowledge, Features, Track
from tests.support.figures import figures_in

pytestmark = pytest.mark.django_db


def test_coverage_is_what_is_known_of_what_there_is() -> None:
    album = Album.objects.create(key="album")
    tracks = [Track.objects.create(key=key, album=album) for key in "abc"]
    artists = [Artist.objects.create(key=key, name=key) for key in "ab"]
    Features.objects.create(track=tracks[0], known=True)
    Features.objects.create(track=tracks[1], known=False, ask_again_at=timezone.now())
    ArtistKnowledge.objects.create(artist=artists[0], known=True)
    figures = figures_in(collect_enrichment_metrics())
    assert {key[1:]: value for key, value in figures.items() if key[0] == "coverage"} == {
        ("tracks", "all"): 3,
        ("tracks", "known"): 1,
        ("artists", "all"): 2,
        ("artists", "known"): 1,
    }


def test_a_source_says_how_much_it_was_asked_and_how_long_it_rests() -> None:
    now = timezone.now()
    SourceState.objects.create(name="lastfm", requests=7, blocked_until=now - timedelta(hours=1))
    SourceState.objects.create(name="musicbrainz", blocked_until=now + timedelta(hours=1))
    figures = figures_in(collect_enrichment_metrics())
    assert figures["source_requests", "lastfm"] == 7
    assert figures["source_blocked_seconds", "lastfm"] == 0
    assert figures["source_blocked_seconds", "musicbrainz"] == pytest.approx(3600, abs=60)
