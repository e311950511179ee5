from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from cryptography.fernet import Fernet
from redis.exceptions import RedisError

from accounts.problems import (
    CheckLimitUsedUp,
    PersonSignInLimitUsedUp,
    PreviewLimitUsedUp,
    SignInLimitUsedUp,
    SyncLimitUsedUp,
)
from accounts.rate_limits import (
    CostlyAction,
    count_profile,
    count_sign_in,
    free_again_at,
    person_key,
    spend,
)
from providers.rate_limits import Window, limiter
from providers.spotify.page_budget import count_for_person
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


def test_limits_outlive_the_account(settings):
    settings.SYNC_CLICKS_PER_HOUR = 1
    ada = make_user("ada", spotify_id="ada", spotify_account_id="account-1")
    spend(ada, CostlyAction.SYNC)
    ada.delete()
    # Spotify's `id` may change, and another person may get it.
    again = make_user("ada", spotify_id="ada-new", spotify_account_id="account-1")
    with pytest.raises(SyncLimitUsedUp):
        spend(again, CostlyAction.SYNC)
    spend(make_user("ben", spotify_id="ada", spotify_account_id="account-2"), CostlyAction.SYNC)


def test_no_name_is_kept_and_a_hash_needs_the_key(settings, counted):
    ada = make_user("ada", spotify_id="ada-id", spotify_account_id="account-1")
    spend(ada, CostlyAction.SYNC)
    [(kept, _)] = counted
    assert person_key(ada) in kept
    assert not any(name in kept for name in ("ada", "account-1"))
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    assert person_key(ada) not in kept


def test_people_without_a_spotify_account_are_told_apart():
    assert person_key(make_user("ada")) != person_key(make_user("ben"))


def test_who_has_used_up_their_sign_ins_uses_up_those_of_their_address(settings):
    settings.SIGN_INS_PER_PERSON_PER_HOUR = 1
    ada, ben = make_user("ada"), make_user("ben")
    count_profile(ada, "203.0.113.7")
    count_sign_in("203.0.113.7")
    with pytest.raises(PersonSignInLimitUsedUp):
        count_profile(ada, "203.0.113.7")
    with pytest.raises(SignInLimitUsedUp):
        count_sign_in("203.0.113.7")
    count_profile(ben, "203.0.113.7")
    count_sign_in("203.0.113.8")


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


def test_what_a_person_did_is_counted_under_a_hash_for_an_hour_at_most(counted):
    ada = make_user("ada", spotify_id="ada-id")
    for action in CostlyAction:
        spend(ada, action)
    assert max(seconds for _, seconds in counted) == 3600
    assert all(f"/{person_key(ada)}/" in key and "ada" not in key for key, _ in counted)
    counted.clear()
    count_for_person("app", person_key(ada))
    assert max(seconds for _, seconds in counted) == 24 * 3600
    assert not any("ada" in key for key, _ in counted)
