"""A library of 10,000 tracks: how many requests it takes, and that it goes on where it stopped."""

import pytest
from django.db import connection

from enrichment import lanes, pipeline
from library.models import Album, Features, SavedTrack, Track
from tests.enrichment.conftest import enriched
from tests.support.catalogue import in_days, person

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SIZE = 10_000


@pytest.fixture
def library(sandbox, unlimited):
    """As many tracks as the sandbox's Spotify has of them, saved a minute apart."""
    sandbox.world.spotify.grow("ada", SIZE)
    album = Album.objects.create(key="album")
    ids = [item.key for item in sandbox.world.spotify.library("ada")]
    Track.objects.bulk_create(Track(key=key, spotify_id=key, album=album) for key in ids)
    alice = person("alice")
    SavedTrack.objects.bulk_create(
        SavedTrack(user=alice, track_id=pk, added_at=in_days(-number / 1440), position=-number)
        for number, pk in enumerate(Track.objects.order_by("pk").values_list("pk", flat=True))
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as every server does by itself within the minute
    return alice


def test_ten_thousand_tracks_take_250_requests_and_go_on_where_they_stopped(sandbox, library) -> None:
    token = lanes.hold("features")
    assert token is not None
    for _ in range(100):
        pipeline.work("features", token)
    assert Features.objects.count() == 4_000
    lanes.release("features", token)  # as if the worker had ended here
    assert enriched("features") == 150
    assert sandbox.world.count("reccobeats") == 250
    assert sandbox.world.count("spotify-api", "audio_features") == 0  # nobody has lent a token
    known = sum(
        sandbox.world.enrichment.knows_track(key) for key in Track.objects.values_list("key", flat=True)
    )
    assert Features.objects.filter(known=True).count() == known > 6_000
    assert Features.objects.count() == SIZE
