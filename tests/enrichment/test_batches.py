"""Which sources are queried for a batch, and when those without an answer are queried again."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from enrichment.batches import ask_sources
from enrichment.models import SourceState
from library.models import Features, LibraryState
from providers.source import SourceError, TrackRef
from tests.enrichment.conftest import enriched
from tests.enrichment.scripted_sources import MadeUpFeatures
from tests.support.catalogue import save, track

pytestmark = pytest.mark.django_db


def test_the_next_source_is_asked_for_what_the_first_does_not_know(alice, use) -> None:
    one, two = track(1), track(2)
    save(alice, one, 1)
    save(alice, two, 2)
    first, second = MadeUpFeatures("spotify", knows={one.pk}), MadeUpFeatures("reccobeats")
    use("features", first, second)
    enriched("features")
    assert (first.asked, second.asked) == ([[one.pk, two.pk]], [[two.pk]])
    assert dict(Features.objects.values_list("track", "source")) == {one.pk: "spotify", two.pk: "reccobeats"}


def test_a_source_that_did_not_answer_is_queried_again_alone_and_soon(alice, use) -> None:
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


def test_a_source_that_refuses_this_site_is_not_waited_for(alice, use) -> None:
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


def test_an_answer_with_many_wrong_values_is_dropped_and_the_source_is_paused(alice, use) -> None:
    for number in range(3):
        save(alice, track(number))
    use("features", MadeUpFeatures(rejected=9))
    enriched("features")
    assert not Features.objects.filter(known=True).exists()
    state = SourceState.objects.get()
    assert (state.failure, state.refused_values) == ("wrong values", 9)
    assert LibraryState.objects.get(user=alice).enrichment_revision == 0


def refs(*pks: int, **fields) -> list[TrackRef]:
    return [TrackRef(pk, f"id{pk}", **fields) for pk in pks]


def keep(answers: dict) -> dict:
    return answers


def test_a_ref_is_sent_only_to_the_sources_that_remain_for_it() -> None:
    first, second = MadeUpFeatures("spotify"), MadeUpFeatures("reccobeats")
    result = ask_sources([first, second], refs(1, remaining=frozenset({"reccobeats"})), keep)
    assert (first.asked, second.asked) == ([], [[1]])
    assert result.known[1][1] == "reccobeats"


def test_a_source_gets_no_more_than_its_batch_and_the_rest_waits_for_it() -> None:
    result = ask_sources([MadeUpFeatures(batch_size=2)], refs(1, 2, 3), keep)
    assert (result.known.keys(), result.waiting.keys()) == ({1, 2}, {3})


def test_nobody_waits_for_a_source_that_is_optional() -> None:
    down = MadeUpFeatures(is_optional=True, error=SourceError("down"))
    result = ask_sources([down], refs(1), keep)
    assert (result.known, result.waiting) == ({}, {})


def test_a_source_is_not_waited_for_once_a_later_one_knows_the_value() -> None:
    down = MadeUpFeatures("spotify", error=SourceError("down"))
    result = ask_sources([down, MadeUpFeatures("reccobeats")], refs(1), keep)
    assert (result.known.keys(), result.waiting) == ({1}, {})


def test_what_is_reduced_to_nothing_is_unknown() -> None:
    result = ask_sources([MadeUpFeatures()], refs(1), lambda answers: {})
    assert (result.known, result.waiting) == ({}, {})
