"""Faults and their effects on the client."""

import pytest
import requests

from sandbox.faults import FaultList

ME = ("spotify-api", "me")


@pytest.fixture
def me(get):
    """Calls /v1/me as a person who is already signed in."""
    get("/me")
    return lambda: get("/me")


def statuses(me, number):
    return [me().status_code for _ in range(number)]


def test_a_fault_hits_the_nth_request_and_the_following_ones(world, me):
    world.faults.add(*ME, {"status": 503}, nth=2, times=2)
    assert statuses(me, 5) == [200, 503, 503, 200, 200]


def test_times_0_means_until_cleared(world, me):
    world.faults.add(*ME, {"status": 502}, times=0)
    assert statuses(me, 3) == [502, 502, 502]
    world.faults.clear()
    assert statuses(me, 1) == [200]


def test_a_fault_without_kind_counts_every_request_of_its_service(world, get, me):
    world.faults.add("spotify-api", None, {"status": 500}, nth=2)
    assert get("/me/tracks").status_code == 200
    assert me().status_code == 500


def test_other_services_are_not_counted(world, sign_in, me):
    world.faults.add(*ME, {"status": 500})
    sign_in("ben")
    assert me().status_code == 500


def test_two_faults_count_independently_and_the_first_added_hits():
    book = FaultList()
    book.add(*ME, {"status": 500}, nth=2)
    book.add(*ME, {"status": 503}, nth=1, times=3)
    assert [book.take(*ME)["status"] for _ in range(3)] == [503, 500, 503]
    assert book.take(*ME) is None


def test_a_status_carries_its_body_type_and_headers(world, me):
    effect = {
        "status": 429,
        "body": "slow",
        "content_type": "text/x",
        "headers": {"Retry-After": 7},
    }
    world.faults.add(*ME, effect)
    found = me()
    assert (found.status_code, found.text) == (429, "slow")
    assert (found.headers["Content-Type"], found.headers["Retry-After"]) == ("text/x", "7")


def test_a_nonstandard_status_is_possible(world, me):
    world.faults.add(*ME, {"status": 520})
    assert me().status_code == 520


@pytest.mark.parametrize(("applied", "done"), [(True, 1), (False, 0)])
def test_an_error_status_may_hide_that_the_request_was_handled(world, agree, exchange, applied, done):
    code = agree()
    world.faults.add("spotify-accounts", "token", {"status": 503, "applied": applied})
    assert exchange(code).status_code == 503
    assert len(world.spotify.grants.issued) == done


def test_an_html_page_may_come_with_status_200(world, me):
    world.faults.add(*ME, {"html": True, "status": 200})
    found = me()
    assert found.status_code == 200
    assert found.headers["Content-Type"].startswith("text/html")
    assert found.text.startswith("<!doctype html>")


@pytest.mark.parametrize(("drop", "done"), [("before", 0), ("after", 1)])
def test_a_dropped_request_may_or_may_not_have_been_handled(world, agree, exchange, drop, done):
    code = agree()
    world.faults.add("spotify-accounts", "token", {"drop": drop})
    with pytest.raises(requests.ConnectionError):
        exchange(code)
    assert len(world.spotify.grants.issued) == done
    assert world.entries("spotify-accounts", "token")[-1].status == 0


def test_a_cut_response_ends_before_its_content_length(world, me):
    world.faults.add(*ME, {"cut": 10})
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        me()


@pytest.mark.parametrize(("applied", "done"), [(True, 1), (False, 0), ("late", 1)])
def test_a_hanging_request_may_or_may_not_have_been_handled(world, agree, exchange, applied, done):
    code = agree()
    world.faults.add("spotify-accounts", "token", {"hang": 0.01, "applied": applied})
    if applied:
        assert exchange(code).status_code == 200
    else:
        with pytest.raises(requests.ConnectionError):
            exchange(code)
    assert len(world.spotify.grants.issued) == done


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("quota", 429, '"reason": "QUOTA_EXCEEDED"'),
        ("rate_limit", 429, "Too many requests"),
        ("premium", 403, "Active premium subscription required"),
        ("not_registered", 403, "the user may not be registered"),
        ("scope", 403, "Insufficient client scope"),
        ("expired_token", 401, "The access token expired"),
    ],
)
def test_spotifys_own_responses_have_names(world, me, name, status, said):
    world.faults.add(*ME, {"spotify": name})
    found = me()
    assert found.status_code == status
    assert said in found.text


def test_a_named_response_has_the_given_retry_after(world, me):
    world.faults.add(*ME, {"spotify": "quota", "retry_after": 52531})
    assert me().headers["Retry-After"] == "52531"


@pytest.mark.parametrize(
    "effect",
    [{}, {"status": 500, "colour": "red"}, {"drop": "sometimes"}, {"spotify": "tired"}, {"explode": 1}],
)
def test_an_unknown_effect_is_refused(effect):
    with pytest.raises(ValueError, match=r"is one of|does not know|before or after"):
        FaultList().add(*ME, effect)


@pytest.mark.parametrize("counts", [{"nth": 0}, {"times": -1}])
def test_invalid_counts_are_refused(counts):
    with pytest.raises(ValueError, match="counts from 1"):
        FaultList().add(*ME, {"status": 500}, **counts)
