"""The lanes from slice to slice, with sources of a few lines."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from enrichment import lanes, pipeline
from enrichment.models import EnrichmentLane
from library.models import ArtistKnowledge, Features
from tests.enrichment.conftest import enriched
from tests.enrichment.scripted_sources import MadeUpFeatures, MadeUpGenres
from tests.support.catalogue import person, save, track

pytestmark = pytest.mark.django_db


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


def test_a_start_without_work_takes_few_queries(alice, use, django_assert_max_num_queries) -> None:
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
