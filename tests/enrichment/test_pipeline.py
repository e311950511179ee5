"""What is asked about, when again, and by whom: with sources of a few lines."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from enrichment import lanes, pipeline, queue, sources
from enrichment.models import EnrichmentLane, SourceState
from library.models import ArtistGenre, ArtistKnowledge, Features, Genre, LibraryState
from providers.source import ArtistTag, SourceError
from tests.enrichment.conftest import enriched
from tests.enrichment.scripted_sources import MadeUpFeatures, MadeUpGenres
from tests.support.catalogue import person, save, track

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return person("alice")


@pytest.fixture
def use(monkeypatch, settings):
    """Puts made-up sources in the place of the real ones of a lane."""

    def put(lane: str, *made_up) -> None:
        known = sources.FEATURES if lane == "features" else sources.GENRES
        for source in made_up:
            monkeypatch.setitem(known, source.name, source)
        setattr(
            settings, "FEATURE_SOURCES" if lane == "features" else "GENRE_SOURCES", [s.name for s in made_up]
        )

    return put


def test_a_track_is_asked_about_once_for_all_people(alice, use) -> None:
    bob, shared = person("bob"), track(1)
    save(alice, shared)
    save(bob, shared)
    source = MadeUpFeatures()
    use("features", source)
    enriched("features")
    enriched("features")
    assert source.asked == [[shared.pk]]
    features = shared.features
    assert (features.known, features.source, features.tempo, features.ask_again_at) == (
        True,
        "reccobeats",
        120,
        None,
    )


def test_everybody_who_has_it_saved_and_nobody_else_has_something_new_to_write(alice, use) -> None:
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


def test_the_newest_saves_come_first_and_what_nobody_has_today_not_at_all(alice, use) -> None:
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


def test_the_next_source_is_asked_for_what_the_first_does_not_know(alice, use) -> None:
    one, two = track(1), track(2)
    save(alice, one, 1)
    save(alice, two, 2)
    first, second = MadeUpFeatures("spotify", knows={one.pk}), MadeUpFeatures("reccobeats")
    use("features", first, second)
    enriched("features")
    assert (first.asked, second.asked) == ([[one.pk, two.pk]], [[two.pk]])
    assert dict(Features.objects.values_list("track", "source")) == {one.pk: "spotify", two.pk: "reccobeats"}


def test_a_silent_source_is_asked_again_alone_and_soon(alice, use) -> None:
    one = track(1)
    save(alice, one)
    first, second = (
        MadeUpFeatures("spotify", error=SourceError("down")),
        MadeUpFeatures("reccobeats", knows=set()),
    )
    use("features", first, second)
    enriched("features")
    row = Features.objects.get()
    assert (row.known, row.misses, row.missing_sources) == (False, 0, "spotify")
    assert row.ask_again_at == SourceState.objects.get(name="spotify").blocked_until
    first.error = None
    with time_machine.travel(row.ask_again_at + timedelta(seconds=1)):
        enriched("features")
    assert (len(first.asked), len(second.asked)) == (2, 1)
    assert Features.objects.get().known


def test_a_source_that_does_not_serve_us_is_not_waited_for(alice, use) -> None:
    save(alice, track(1))
    use("features", MadeUpFeatures("spotify", error=SourceError("forbidden")), MadeUpFeatures(knows=set()))
    enriched("features")
    assert Features.objects.values_list("misses", "missing_sources").get() == (1, "")


def test_a_batch_that_a_source_refuses_lets_the_others_go_first(alice, use) -> None:
    for number in range(50):
        save(alice, track(number), number)
    source = MadeUpFeatures(error=SourceError("refused"))
    use("features", source)
    enriched("features")
    source.error = None
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        enriched("features")
    assert [len(batch) for batch in source.asked] == [40, 10]
    with time_machine.travel(timezone.now() + timedelta(days=1, hours=1)):
        enriched("features")
    assert Features.objects.filter(known=True).count() == 50


def test_an_answer_full_of_lies_is_dropped_and_the_source_rests(alice, use) -> None:
    for number in range(3):
        save(alice, track(number))
    use("features", MadeUpFeatures(rejected=9))
    enriched("features")
    assert not Features.objects.filter(known=True).exists()
    state = SourceState.objects.get()
    assert (state.failure, state.refused_values) == ("wrong values", 9)
    assert LibraryState.objects.get(user=alice).enrichment_revision == 0


def test_a_days_budget_holds_over_all_batches(alice, use) -> None:
    for number in range(100):
        save(alice, track(number), number)
    source = MadeUpFeatures(requests_per_day=2)
    use("features", source)
    use("genres")
    assert enriched("features") == 2
    assert not pipeline.start()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        enriched("features")
    assert Features.objects.filter(known=True).count() == 100


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


def test_a_tag_is_a_genre_once_somebody_called_it_one(alice, use) -> None:
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


def test_one_chain_at_a_time_works_on_a_lane(alice, use) -> None:
    save(alice, track(1))
    use("features", MadeUpFeatures())
    use("genres")
    [(name, token)] = pipeline.start()
    assert name == "features"
    assert pipeline.start() == []
    assert lanes.hold("features") is None
    assert pipeline.work("features", token) == 0.0
    assert pipeline.work("features", token) is None
    assert lanes.hold("features") is not None


def test_a_lane_whose_worker_died_is_taken_over_and_the_dead_one_does_nothing_more(alice, use) -> None:
    save(alice, track(1))
    source = MadeUpFeatures()
    use("features", source)
    use("genres")
    [(_, dead)] = pipeline.start()
    EnrichmentLane.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    [(_, token)] = pipeline.start()
    assert pipeline.work("features", dead) is None
    assert not source.asked
    assert pipeline.work("features", token) == 0.0


def test_nothing_to_do_is_cheap_to_find_out(alice, use, django_assert_max_num_queries) -> None:
    save(alice, track(1))
    use("features", MadeUpFeatures())
    use("genres", MadeUpGenres({}))
    enriched()
    with django_assert_max_num_queries(6):
        assert pipeline.start() == []


def test_a_source_that_wants_a_pause_makes_the_next_slice_come_later(alice, use) -> None:
    for number in range(60):
        save(alice, track(number))
    source = MadeUpGenres({}, pause=1.0)
    use("genres", source)
    token = lanes.hold("genres")
    assert token is not None
    first = pipeline.work("genres", token)
    assert first is not None and 0.5 < first <= 1
    assert pipeline.work("genres", token) > 0
    assert len(source.asked) == 1


def test_with_every_source_off_nothing_is_asked_and_nothing_written(alice, use) -> None:
    save(alice, track(1))
    use("features")
    use("genres")
    assert pipeline.start() == []
    assert enriched() == 0
    assert not Features.objects.exists() and not ArtistKnowledge.objects.exists()
