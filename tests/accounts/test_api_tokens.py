"""Access tokens of the API: kept as hashes, found until they end."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.api_tokens import MOST_TOKENS, SHAPE, find_token, make_token
from accounts.models import ApiToken
from accounts.problems import TooManyApiTokens
from tests.support.cast import make_alice

Scope = ApiToken.Scope


@pytest.fixture
def alice(db):
    return make_alice()


def test_when_a_token_was_used_is_stored_once_a_minute(alice, django_assert_num_queries) -> None:
    token, text = make_token(alice, name="one", scopes=[Scope.READ])
    with django_assert_num_queries(2):
        assert find_token(text) == token
    token.refresh_from_db()
    first = token.last_used_at
    with django_assert_num_queries(1):
        find_token(text)
    with time_machine.travel(timezone.now() + timedelta(minutes=1, seconds=1)):
        find_token(text)
    token.refresh_from_db()
    assert token.last_used_at - first > timedelta(minutes=1)


def test_what_cannot_be_a_token_is_not_looked_up(alice, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        for text in ("", "ts_", "ts_" + "a" * 42, "ts_" + "a" * 44, "ts_" + "ä" * 43, "\ud800", "x" * 10_000):
            assert find_token(text) is None


def test_the_database_has_a_hash_and_the_last_characters(alice) -> None:
    token, text = make_token(alice, name="My phone", scopes=[Scope.SYNC, Scope.READ, Scope.READ])
    row = ApiToken.objects.values().get()
    assert row | {"digest": ""} == {
        **{"id": token.pk, "user_id": alice.pk, "name": "My phone", "digest": "", "ending": text[-4:]},
        **{"scopes": ["read", "sync"], "created_at": token.created_at, "expires_at": None},
        "last_used_at": None,
    }
    assert row["digest"] == hashlib.sha256(text.encode()).hexdigest()
    assert SHAPE.fullmatch(text)


def test_each_token_is_another_and_nobody_has_more_than_twenty(alice) -> None:
    texts = {make_token(alice, name="one", scopes=[Scope.READ])[1] for _ in range(MOST_TOKENS)}
    assert len(texts) == MOST_TOKENS
    with pytest.raises(TooManyApiTokens):
        make_token(alice, name="one more", scopes=[Scope.READ])
