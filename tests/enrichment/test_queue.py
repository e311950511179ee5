"""Which tracks and artists are looked up next."""

from datetime import timedelta

import pytest
from django.utils import timezone

from enrichment import queue
from library.models import ArtistKnowledge, Features, Track
from tests.enrichment.conftest import enriched
from tests.enrichment.scripted_sources import MadeUpFeatures
from tests.support.catalogue import save, track

pytestmark = pytest.mark.django_db


def test_newest_saves_come_first_and_removed_ones_are_left_out(alice, use) -> None:
    old, new, gone, local = track(1), track(2), track(3), track(4, local=True)
    save(alice, old, 10)
    save(alice, new, 1)
    save(alice, gone, 0, removed=True)
    save(alice, local)
    source = MadeUpFeatures()
    use("features", source)
    enriched("features")
    assert source.asked == [[new.pk, old.pk]]
    assert [ref.name for ref in queue.next_artists(9, timezone.now())] == [
        "Artist 4",
        "Artist 2",
        "Artist 1",
    ]


def test_tracks_that_are_due_again_come_after_those_never_looked_up(alice) -> None:
    never, due, later, known = (track(number) for number in range(4))
    for saved in (never, due, later, known):
        save(alice, saved)
    now = timezone.now()
    Features.objects.create(track=due, ask_again_at=now, misses=2, missing_sources="reccobeats,spotify")
    Features.objects.create(track=later, ask_again_at=now + timedelta(days=1))
    Features.objects.create(track=known, known=True, source="test")
    refs = queue.next_tracks(9, now)
    assert [ref.pk for ref in refs] == [never.pk, due.pk]
    assert (refs[0].remaining, refs[0].misses) == (None, 0)
    assert (refs[1].remaining, refs[1].misses) == (frozenset({"reccobeats", "spotify"}), 2)
    assert [ref.pk for ref in queue.next_tracks(1, now)] == [never.pk]


def test_an_artist_that_is_due_again_keeps_what_was_learned_of_it(alice) -> None:
    saved = track(1, artist="One")
    save(alice, saved)
    now = timezone.now()
    ArtistKnowledge.objects.create(
        artist=saved.artists.get(), ask_again_at=now, mbid="m1", misses=1, missing_sources="lastfm"
    )
    (ref,) = queue.next_artists(9, now)
    assert (ref.name, ref.mbid, ref.misses, ref.remaining) == ("One", "m1", 1, frozenset({"lastfm"}))


def test_an_id_that_cannot_be_part_of_an_address_is_left_out_of_the_ref(alice) -> None:
    saved = track(1)
    save(alice, saved)
    Track.objects.update(spotify_id="../me")
    assert [(ref.pk, ref.spotify_id) for ref in queue.next_tracks(9, timezone.now())] == [(saved.pk, "")]
