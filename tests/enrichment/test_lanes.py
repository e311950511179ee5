"""Leases of lanes: held, renewed, released, and taken over."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from enrichment import lanes

pytestmark = pytest.mark.django_db


def after_the_lease(settings):
    return time_machine.travel(timezone.now() + settings.LEASE + timedelta(seconds=1))


def test_held_lane_is_not_given_to_another_chain():
    assert lanes.hold("features") is not None
    assert lanes.hold("features") is None
    assert lanes.hold("genres") is not None


def test_released_lane_is_free_at_once():
    lanes.release("features", lanes.hold("features"))
    assert lanes.hold("features") is not None


def test_lane_whose_lease_ran_out_is_taken_over(settings):
    former = lanes.hold("features")
    with after_the_lease(settings):
        assert lanes.hold("features") is not None
        assert not lanes.keep("features", former)


def test_renewed_lease_does_not_run_out(settings):
    token = lanes.hold("features")
    with time_machine.travel(timezone.now() + settings.LEASE / 2) as later:
        assert lanes.keep("features", token)
        later.shift(settings.LEASE * 0.75)
        assert lanes.hold("features") is None


def test_lease_is_released_only_by_its_token():
    lanes.hold("features")
    lanes.release("features", uuid4())
    assert lanes.hold("features") is None


def test_lane_that_was_held_before_is_held_by_one_statement(django_assert_num_queries):
    lanes.release("features", lanes.hold("features"))
    with django_assert_num_queries(1):
        assert lanes.hold("features") is not None
