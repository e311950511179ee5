"""Saved tracks of api.spotify.com and its error responses, over HTTP."""

from datetime import timedelta

import pytest
from django.utils import timezone

from problems.kinds import AskOperator, Problem, Reconnect, TryLater
from providers.spotify.client import SpotifyClient
from providers.spotify.problems import ExpiredToken, SpotifyBudgetSpent
from tests.support.cast import spotify_token
from tests.support.problems import text_of


@pytest.fixture
def client(sandbox) -> SpotifyClient:
    return SpotifyClient(spotify_token(sandbox.world, "ada")["access_token"], take=lambda: None)


def fail(sandbox, effect: dict) -> None:
    sandbox.world.faults.add("spotify-api", "saved_tracks", effect)


def refusal(client: SpotifyClient) -> Problem:
    with pytest.raises(Problem) as raised:
        client.page(0)
    return raised.value


def test_an_answer_is_not_spelled_out_for_a_log_that_is_off(client, sandbox) -> None:
    """spotipy formats each answer before it asks whether anybody wants to read it."""
    answers: list[str] = []
    client._request(lambda spotify: answers.append(repr(spotify.current_user_saved_tracks(limit=50))))
    assert answers == ["<an answer with 7 fields>"]


def test_a_page_holds_what_spotify_sent(client, sandbox) -> None:
    page = client.page(50, 50)
    assert (page.offset, page.total, len(page.items)) == (50, 60, 10)
    assert list(page.items) == sandbox.world.spotify.documents("ada")[50:]
    assert client.requests == sandbox.world.count("spotify-api", "saved_tracks") == 1


def test_an_expired_token_has_a_problem_of_its_own(client, sandbox) -> None:
    sandbox.world.spotify.expire_access("ada")
    assert isinstance(refusal(client), ExpiredToken)


def test_a_spent_quota_waits_for_retry_after(client, sandbox) -> None:
    fail(sandbox, {"spotify": "quota", "retry_after": 48925})
    problem = refusal(client)
    assert isinstance(problem, TryLater)
    assert problem.code == "spotify_quota"
    assert abs(problem.when - timezone.now() - timedelta(seconds=48925)) < timedelta(seconds=5)
    assert sandbox.world.count("spotify-api") == 1, "a refusal is not asked again"


def test_a_rate_limit_waits_for_retry_after(client, sandbox) -> None:
    fail(sandbox, {"spotify": "rate_limit", "retry_after": 7})
    problem = refusal(client)
    assert problem.code == "spotify_rate_limit"
    assert problem.when - timezone.now() < timedelta(seconds=8)


def test_a_429_without_retry_after_waits_a_minute(client, sandbox) -> None:
    fail(sandbox, {"status": 429, "body": "Too many requests", "content_type": "text/plain"})
    problem = refusal(client)
    assert problem.code == "spotify_rate_limit"
    assert timedelta(seconds=50) < problem.when - timezone.now() < timedelta(seconds=61)


@pytest.mark.parametrize(
    ("effect", "kind", "code"),
    [
        ({"spotify": "premium"}, AskOperator, "spotify_premium"),
        ({"spotify": "not_registered"}, AskOperator, "spotify_allow_list"),
        ({"spotify": "scope"}, Reconnect, "spotify_scope"),
        (
            {"status": 403, "body": '{"error":{"status":403,"message":"Forbidden"}}'},
            AskOperator,
            "spotify_forbidden",
        ),
        ({"status": 500, "body": "boom"}, TryLater, "spotify_down"),
        ({"status": 502, "html": True}, TryLater, "spotify_down"),
        ({"status": 503, "body": '{"error":"unavailable"}'}, TryLater, "spotify_answer_incomplete"),
        ({"html": True, "status": 200}, TryLater, "spotify_answer_incomplete"),
        ({"drop": "before"}, TryLater, "spotify_down"),
        ({"drop": "after"}, TryLater, "spotify_down"),
        ({"cut": 500}, TryLater, "spotify_down"),
        ({"status": 200, "body": '{"items": null}'}, TryLater, "spotify_answer_incomplete"),
    ],
    ids=lambda value: next(iter(value.items()), None) if isinstance(value, dict) else "",
)
def test_each_error_response_is_a_typed_problem(client, sandbox, effect, kind, code) -> None:
    fail(sandbox, effect)
    problem = refusal(client)
    assert isinstance(problem, kind)
    assert problem.code == code
    assert text_of(problem).endswith(".")
    client.page(0)


def test_an_unreachable_address_is_spotify_down(settings) -> None:
    problem = refusal(SpotifyClient("token", take=lambda: None))
    assert problem.code == "spotify_down"


def test_the_budget_is_checked_before_each_request(sandbox) -> None:
    def refuse() -> None:
        raise SpotifyBudgetSpent(when=timezone.now())

    assert refusal(SpotifyClient("token", take=refuse)).code == "spotify_budget"
    assert sandbox.world.count("spotify-api") == 0


def saved_ids(sandbox) -> list[str]:
    return [item.key for item in sandbox.world.spotify.account("ada").library.items]


def test_contains_says_for_each_track_whether_it_is_saved(client, sandbox) -> None:
    first, second, *_ = saved_ids(sandbox)
    sandbox.world.spotify.account("ada").library.remove({second})
    assert client.contains([second, first]) == (False, True)
    assert client.requests == sandbox.world.count("spotify-api", "library_contains") == 1


def test_an_app_that_may_not_ask_is_refused(client, sandbox) -> None:
    sandbox.world.spotify.app.library_contains = False
    with pytest.raises(AskOperator) as raised:
        client.contains(saved_ids(sandbox)[:1])
    assert raised.value.code == "spotify_forbidden"


@pytest.mark.parametrize("body", ["[true]", "[true, 1]", "{}", "null", '"yes"'])
def test_any_other_answer_to_contains_is_incomplete(client, sandbox, body) -> None:
    sandbox.world.faults.add("spotify-api", "library_contains", {"status": 200, "body": body})
    with pytest.raises(TryLater) as raised:
        client.contains(saved_ids(sandbox)[:2])
    assert raised.value.code == "spotify_answer_incomplete"
