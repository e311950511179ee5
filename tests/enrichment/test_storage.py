"""What is stored of an answer, when the unknown is due again, and whose sheets become stale."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from enrichment.batches import BatchResult
from enrichment.storage import store_features, store_genres
from library.models import ArtistGenre, ArtistKnowledge, Features, Genre, LibraryState
from providers.source import ArtistRef, ArtistTag, TrackRef
from tests.enrichment.conftest import enriched
from tests.enrichment.scripted_sources import MadeUpFeatures, MadeUpGenres
from tests.support.catalogue import person, save, track

pytestmark = pytest.mark.django_db


def test_sheets_of_all_owners_become_stale_when_a_value_is_stored(alice, use) -> None:
    bob, cleo = person("bob"), person("cleo")
    shared, unknown = track(1), track(2)
    save(alice, shared)
    save(bob, shared)
    save(bob, shared, 5, removed=True)
    save(cleo, unknown)
    use("features", MadeUpFeatures(knows={shared.pk}))
    enriched("features")
    counts = LibraryState.objects.order_by("user__username").values_list("enrichment_revision", flat=True)
    assert list(counts) == [1, 1, 0]


def test_unknown_is_asked_again_after_30_and_then_every_90_days(alice, use) -> None:
    save(alice, track(1))
    source = MadeUpFeatures(knows=set())
    use("features", source)
    waits = []
    now = timezone.now()
    for _ in range(3):
        with time_machine.travel(now, tick=False):
            assert enriched("features") == 1
            assert enriched("features") == 0
            again = Features.objects.get().ask_again_at
        waits.append((again - now).days)
        now = again
    assert waits == [30, 90, 90]
    assert Features.objects.values_list("known", "misses", "tempo", "source").get() == (False, 3, None, "")


def test_an_artist_gets_a_few_genres_under_their_normal_names(alice, use) -> None:
    save(alice, track(1, artist="One"))
    save(alice, track(2, artist="Two"))
    tags = {
        "One": [ArtistTag("Hip-Hop", 8, True), ArtistTag("hip hop", 2, True), ArtistTag("Zeuhl", 5, True), ArtistTag("seen live", 99, False)],
        "Two": [ArtistTag("zeuhl", 3, False), ArtistTag("Rock", 1, False), ArtistTag("sexy", 9, False)],
    }  # fmt: skip
    use("genres", MadeUpGenres(tags))
    enriched("genres")
    links = ArtistGenre.objects.values_list("artist__name", "genre__name", "weight")
    assert set(links) == {("One", "hip hop", 1.0), ("One", "zeuhl", 0.5), ("Two", "rock", 1.0)}
    assert Genre.objects.count() == 3


def test_a_tag_is_a_genre_once_a_source_called_it_one(alice, use) -> None:
    Genre.objects.create(name="zeuhl")
    save(alice, track(2, artist="Two"))
    use("genres", MadeUpGenres({"Two": [ArtistTag("Zeuhl", 3, False)]}))
    enriched("genres")
    assert ArtistGenre.objects.get().genre.name == "zeuhl"


def test_an_artist_without_any_genre_among_the_tags_is_unknown(alice, use) -> None:
    save(alice, track(1, artist="One"))
    use("genres", MadeUpGenres({"One": [ArtistTag("seen live", 9, False)]}))
    enriched("genres")
    knowledge = ArtistKnowledge.objects.get()
    assert (knowledge.known, knowledge.misses) == (False, 1)


def test_a_ref_that_waits_is_due_when_its_first_source_is_and_counts_no_miss() -> None:
    saved, now = track(1), timezone.now()
    result = BatchResult()
    result.postpone({saved.pk}, "spotify", now + timedelta(hours=2))
    result.postpone({saved.pk}, "reccobeats", now + timedelta(hours=1))
    store_features([TrackRef(saved.pk, "id", misses=2)], result)
    row = Features.objects.get()
    assert (row.known, row.misses, row.missing_sources) == (False, 2, "reccobeats,spotify")
    assert row.ask_again_at == now + timedelta(hours=1)


def test_new_genres_replace_the_former_ones_and_the_mbid_is_kept() -> None:
    artist = track(1).artists.get()
    ref = ArtistRef(artist.pk, "id", artist.name)
    store_genres(
        [ref], BatchResult(known={artist.pk: ({"rock": 1.0}, "musicbrainz")}, mbids={artist.pk: "m1"})
    )
    store_genres([replace(ref, mbid="m1")], BatchResult(known={artist.pk: ({"soul": 1.0}, "lastfm")}))
    assert [link.genre.name for link in artist.genre_links.all()] == ["soul"]
    assert (artist.knowledge.source, artist.knowledge.mbid) == ("lastfm", "m1")
