"""The Redis cache holds JSON and nothing that runs."""

import logging
import pickle
from datetime import UTC, datetime

import pytest
from django.core.cache import cache, caches
from django.core.cache.backends.redis import RedisCache

from spotistats.json_cache import JSONSerializer
from tests.support.planted import Planted


@pytest.mark.parametrize("value", [1, -3, True, "näh\x00", 1.5, None, [1, ["a"]], {"a": {"b": []}}])
def test_what_json_knows_comes_back(value: object) -> None:
    serializer = JSONSerializer()
    back = serializer.loads(serializer.dumps(value))
    assert (back, type(back)) == (value, type(value))


@pytest.mark.parametrize("value", [datetime(2026, 11, 28, tzinfo=UTC), (1, 2), {1: "a"}, {"a"}, b"bytes"])
def test_what_would_come_back_as_something_else_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        JSONSerializer().dumps(value)


@pytest.mark.parametrize("value", [datetime(2026, 11, 28, tzinfo=UTC), [(1, 2)]])
def test_the_cache_of_a_test_without_redis_refuses_the_same(value: object) -> None:
    with pytest.raises(TypeError):
        cache.set("looks", value)
    assert cache.get("looks") is None


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000, pickle.dumps(1), pickle.dumps("a", 0)])
def test_what_is_no_json_is_as_if_it_were_not_there(data: bytes, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert JSONSerializer().loads(data) is None
    assert f"{len(data)} bytes that are no JSON: refused" in caplog.text


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_planted_pickle_does_not_run(planted: Planted, protocol: int) -> None:
    assert JSONSerializer().loads(planted.pickle(protocol)) is None
    assert not planted.has_run


@pytest.mark.services
def test_a_pickle_planted_in_redis_does_not_run(planted: Planted) -> None:
    shared = caches["default"]
    assert isinstance(shared, RedisCache)
    shared.set("victim", "a value")
    assert shared.get("victim") == "a value"
    key = shared.make_and_validate_key("victim")
    shared._cache.get_client(key, write=True).set(key, planted.pickle())
    assert shared.get("victim", "a default") is None
    assert not planted.has_run
