"""Pauses, budgets and turns of a source, in the database for all workers."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from enrichment import availability
from enrichment.models import SourceState
from providers.source import SourceAnswer, SourceError
from tests.enrichment.scripted_sources import MadeUpFeatures

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def source() -> MadeUpFeatures:
    return MadeUpFeatures()


def minutes(trouble: str, failures: int, wait: timedelta | None = None) -> float:
    return availability.backoff(SourceError(trouble, retry_after=wait), failures) / timedelta(minutes=1)


def test_the_pause_of_a_source_that_remains_down_grows_with_each_failure() -> None:
    assert [minutes("down", n) for n in (1, 2, 3, 20)] == [1, 2, 4, 360]


def test_a_source_is_paused_as_long_as_its_retry_after() -> None:
    assert minutes("limited", 9, timedelta(minutes=7)) == 7
    assert minutes("limited", 1, timedelta(0)) > 0


def test_a_source_is_paused_for_a_day_when_it_refuses_and_for_an_hour_after_wrong_values() -> None:
    assert minutes("forbidden", 1) == 24 * 60
    assert minutes("wrong values", 1) == 60


def test_the_pause_after_a_refused_batch_does_not_grow() -> None:
    assert minutes("refused", 5) == 1


def test_a_failure_is_stored_and_ended_by_a_success(source) -> None:
    assert availability.take_turn(source, timezone.now())
    until = availability.record_answer(
        source, SourceAnswer(requests=1, rejected=3, error=SourceError("forbidden"))
    )
    at = availability.get_availability(source, timezone.now())
    assert (at.is_ready, at.is_refusing, at.until) == (False, True, until)
    assert not availability.take_turn(source, timezone.now())
    with time_machine.travel(until + timedelta(seconds=1)):
        assert availability.take_turn(source, timezone.now())
        availability.record_answer(source, SourceAnswer(requests=1))
        assert availability.get_availability(source, timezone.now()).is_ready
    row = SourceState.objects.get()
    assert (row.failures, row.failure, row.requests, row.refused_values) == (0, "", 2, 3)


def test_all_workers_together_send_one_request_a_second(source) -> None:
    source.pause = 1.0
    assert availability.take_turn(source, NOON)
    assert not availability.take_turn(source, NOON + timedelta(seconds=0.9))
    assert availability.take_turn(source, NOON + timedelta(seconds=1))


def test_a_days_budget_ends_with_the_day(source) -> None:
    source.requests_per_day = 2
    with time_machine.travel(NOON, tick=False):
        availability.take_turn(source, NOON)
        availability.record_answer(source, SourceAnswer(requests=2))
        at = availability.get_availability(source, NOON)
    assert (at.is_ready, at.is_refusing, at.left_today) == (False, False, 0)
    assert at.until == datetime(2026, 11, 23, tzinfo=UTC)
    assert availability.get_availability(source, at.until).left_today == 2


def test_a_turn_and_its_answer_are_one_statement_each(source, django_assert_num_queries) -> None:
    assert availability.take_turn(source, NOON)
    with django_assert_num_queries(2):
        assert availability.take_turn(source, NOON + timedelta(seconds=1))
        availability.record_answer(source, SourceAnswer(requests=1))
