"""The status and the words of the page about a failed sign-in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from social_core.exceptions import SocialAuthBaseException

from accounts.problems import SignInFirst, SignInLimitUsedUp
from providers.spotify.problems import (
    SpotifyDown,
    SpotifyPremiumLapsed,
    SpotifyQuotaSpent,
    SpotifyRateLimited,
)
from providers.token_endpoint.credentials import oauth_app
from website.sign_in.presenters import SignInProblem, present_sign_in_error, present_sign_in_limit

WHEN = datetime(2026, 11, 22, 23, 59, 30, tzinfo=UTC)


def presented(error) -> SignInProblem:
    return present_sign_in_error(error, oauth_app("spotify"))


def social_error(
    code: str, status_code: int | None = None, stage: str = "unknown"
) -> SocialAuthBaseException:
    error = SocialAuthBaseException()
    error.code, error.status_code, error.stage = code, status_code, stage
    return error


@pytest.mark.parametrize(
    ("error", "status", "can_try_again"),
    [
        (SpotifyDown(when=WHEN), 503, True),
        (SpotifyPremiumLapsed(), 503, False),
        (SignInFirst(), 403, False),
        (social_error("authorization_declined"), 403, True),
        (social_error("state_mismatch"), 403, True),
        (social_error("identity_in_use"), 409, True),
        (social_error("authentication_disallowed"), 403, False),
        (social_error("timeout"), 503, True),
        (social_error("of another version"), 502, True),
        (social_error("authorization_declined", 503), 503, True),
        (social_error("authorization_declined", stage="callback"), 403, True),
        (social_error("unavailable", stage="callback"), 400, True),
        (social_error("of another version", stage="callback"), 400, True),
    ],
    ids=lambda value: getattr(value, "code", ""),
)
def test_each_error_has_a_status_and_may_allow_another_try(error, status, can_try_again):
    problem = presented(error)
    assert (problem.status, problem.can_try_again) == (status, can_try_again)
    assert problem.title and problem.text.endswith(".")
    assert "%(" not in problem.title + problem.text


def test_limit_names_the_minute_after_it_ends_in_utc():
    problem = presented(SpotifyRateLimited(when=WHEN))
    assert (problem.status, problem.title) == (503, "Spotify asks this site to wait")
    assert "until 00:00 UTC on 23 November: this site asked too fast." in problem.text


def test_quota_has_another_reason_than_a_rate_limit():
    assert "its allowance for this site is used up" in presented(SpotifyQuotaSpent(when=WHEN)).text


@pytest.mark.parametrize(
    ("seconds", "wait", "can_try_again"),
    [
        (3601, "in an hour.", False),
        (3540, "in 59 minutes.", False),
        (61, "in 2 minutes.", False),
        (60, "in a minute.", True),
        (-1, "in a minute.", True),
    ],
)
def test_the_wait_after_too_many_sign_ins_is_named_and_a_button_is_there_where_it_is_short(
    seconds, wait, can_try_again
):
    with time_machine.travel(WHEN, tick=False):
        problem = present_sign_in_limit(SignInLimitUsedUp(when=WHEN + timedelta(seconds=seconds)))
    assert (problem.status, problem.can_try_again) == (429, can_try_again)
    assert wait in problem.text
