from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from redis.exceptions import RedisError

from accounts.problems import CheckLimitUsedUp, PreviewLimitUsedUp, SignInLimitUsedUp, SyncLimitUsedUp
from accounts.rate_limits import CostlyAction, count_sign_in, free_again_at, spend
from providers.rate_limits import Window, limiter
from tests.support.cast import make_user

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def test_the_eleventh_sync_of_an_hour_is_refused_until_the_first_is_an_hour_old(clock):
    ada = make_user("ada")
    for _ in range(10):
        spend(ada, CostlyAction.SYNC)
        clock.shift(timedelta(minutes=1))
    with pytest.raises(SyncLimitUsedUp) as refused:
        spend(ada, CostlyAction.SYNC)
    assert timedelta(0) <= refused.value.when - (NOON + timedelta(hours=1)) <= timedelta(seconds=1)
    assert free_again_at(ada, CostlyAction.SYNC) == refused.value.when
    clock.move_to(refused.value.when)
    assert free_again_at(ada, CostlyAction.SYNC) is None
    spend(ada, CostlyAction.SYNC)


def test_each_person_has_limits_of_their_own(clock, settings):
    settings.SMART_PREVIEWS_PER_MINUTE = 1
    ada, ben = make_user("ada"), make_user("ben")
    spend(ada, CostlyAction.PREVIEW)
    spend(ben, CostlyAction.PREVIEW)
    with pytest.raises(PreviewLimitUsedUp):
        spend(ada, CostlyAction.PREVIEW)
    spend(ada, CostlyAction.LINK)


def test_where_one_of_two_is_used_up_neither_is_counted(clock, settings):
    settings.SYNC_CLICKS_PER_HOUR = 2
    ada = make_user("ada")
    spend(ada, CostlyAction.CHECK, CostlyAction.SYNC)
    for _ in range(3):
        with pytest.raises(CheckLimitUsedUp):
            spend(ada, CostlyAction.CHECK, CostlyAction.SYNC)
    spend(ada, CostlyAction.SYNC)


def test_while_redis_is_away_nobody_is_refused(monkeypatch, settings, caplog):
    def away(*_):
        raise RedisError

    settings.SYNC_CLICKS_PER_HOUR = settings.SIGN_INS_PER_ADDRESS_PER_HOUR = 1
    ada = make_user("ada")
    monkeypatch.setattr(Window, "take", away)
    monkeypatch.setattr(Window, "is_full", property(away))
    spend(ada, CostlyAction.SYNC)
    count_sign_in("203.0.113.7")
    assert free_again_at(ada, CostlyAction.SYNC) is None
    assert len(caplog.records) == 3


def test_sign_ins_are_counted_for_each_network(settings):
    settings.SIGN_INS_PER_ADDRESS_PER_HOUR = 1
    count_sign_in("203.0.113.7")
    count_sign_in("203.0.113.8")
    with pytest.raises(SignInLimitUsedUp):
        count_sign_in("203.0.113.7")


def test_no_address_is_kept(settings):
    count_sign_in("203.0.113.7")
    assert "203.0.113" not in str(vars(limiter().storage))


@pytest.fixture
def counted(monkeypatch) -> list[tuple[str, int]]:
    """The name and the seconds of each count."""
    kept: list[tuple[str, int]] = []
    take = limiter().storage.acquire_entry

    def note(key, limit, seconds, *rest):
        kept.append((key, seconds))
        return take(key, limit, seconds, *rest)

    monkeypatch.setattr(limiter().storage, "acquire_entry", note)
    return kept


def test_sign_ins_from_an_address_are_counted_under_a_hash_for_an_hour(counted):
    count_sign_in("203.0.113.7")
    [(key, seconds)] = counted
    assert "203.0.113" not in key
    assert seconds == 3600


def test_what_a_person_did_is_counted_by_their_number_for_an_hour_at_most(counted):
    ada = make_user("ada")
    for action in CostlyAction:
        spend(ada, action)
    assert max(seconds for _, seconds in counted) == 3600
    assert all(f"/{ada.pk}/" in key and "ada" not in key for key, _ in counted)
