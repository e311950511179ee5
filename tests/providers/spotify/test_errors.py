"""Error responses of api.spotify.com, and the problem behind each."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from social_core.exceptions import AuthProviderError

from providers.spotify.errors import limit_problem, profile_problem, spotify_problem

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("status", "message", "code"),
    [
        (401, "The access token expired", "spotify_token_expired"),
        (403, "Active premium subscription required for the owner of the app", "spotify_premium"),
        (403, "User not registered in the Developer Dashboard", "spotify_allow_list"),
        (403, "The user may not be registered", "spotify_allow_list"),
        (403, "Insufficient client scope", "spotify_scope"),
        (403, "", "spotify_forbidden"),
        (500, "", "spotify_down"),
        (503, "no healthy upstream", "spotify_down"),
        (404, "Not found", "spotify_request"),
    ],
)
def test_status_and_message_tell_the_problem(status, message, code) -> None:
    assert spotify_problem(status, message).code == code


@pytest.mark.parametrize(
    ("reason", "headers", "code", "wait"),
    [
        ("", {"Retry-After": "7"}, "spotify_rate_limit", timedelta(seconds=7)),
        ("", {"Retry-After": " 0 "}, "spotify_rate_limit", timedelta(seconds=1)),
        ("", {}, "spotify_rate_limit", timedelta(minutes=1)),
        ("", {"Retry-After": "Sun, 22 Nov 2026"}, "spotify_rate_limit", timedelta(minutes=1)),
        ("QUOTA_EXCEEDED", {"Retry-After": "48925"}, "spotify_quota", timedelta(seconds=48925)),
        ("QUOTA_EXCEEDED", {}, "spotify_quota", timedelta(hours=1)),
    ],
)
def test_limit_lasts_as_long_as_retry_after(reason, headers, code, wait) -> None:
    problem = limit_problem(reason, headers)
    assert (problem.code, problem.when - NOW) == (code, wait)
    assert spotify_problem(429, "", reason, headers).code == code


def refused_profile(status: int, text: str) -> AuthProviderError:
    error = AuthProviderError(None)
    error.status_code = status
    error.__cause__ = Exception()
    error.__cause__.response = SimpleNamespace(text=text)
    return error


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Active premium subscription required", "spotify_owner_without_premium"),
        ("User not registered in the Developer Dashboard", "spotify_not_on_allow_list"),
        ("", "spotify_refused_profile"),
    ],
)
def test_a_refused_profile_is_a_problem_of_the_sign_in(text, code) -> None:
    assert profile_problem(refused_profile(403, text)).code == code


def test_a_failed_profile_request_is_the_error_itself() -> None:
    error = refused_profile(502, "premium")
    assert profile_problem(error) is error
