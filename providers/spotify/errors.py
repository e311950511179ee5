"""From an error response of api.spotify.com to a problem typed by what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone
from social_core.exceptions import AuthProviderError

from problems.kinds import Problem
from providers.spotify.problems import (
    ExpiredToken,
    SpotifyDown,
    SpotifyForbidden,
    SpotifyLimit,
    SpotifyNotOnAllowList,
    SpotifyPremiumLapsed,
    SpotifyProfileRefused,
    SpotifyQuotaSpent,
    SpotifyRateLimited,
    SpotifyRequestRefused,
    SpotifyScopeMissing,
    SpotifySignInNotAllowed,
    SpotifySignInSwitchedOff,
)


def retry_soon() -> datetime:
    """Returns when to ask again after a failure that says nothing of when it is over."""
    return timezone.now() + timedelta(seconds=30)


def spotify_problem(
    status: int, message: str, reason: object = None, headers: Mapping[str, str] | None = None
) -> Problem:
    """Returns the problem behind an error status; `message` may be plain text."""
    if status == 401:
        # Revoked permissions look the same: the refresh that follows finds out.
        return ExpiredToken()
    if status == 403:
        return _forbidden(message.lower())
    if status == 429:
        return limit_problem(str(reason or ""), headers or {})
    if status >= 500:
        return SpotifyDown(when=retry_soon())
    return SpotifyRequestRefused(status=status)


def _forbidden(message: str) -> Problem:
    """https://developer.spotify.com/documentation/web-api/concepts/quota-modes"""
    # There is no code for the reason: Spotify's English message is all there is.
    if "premium" in message:
        return SpotifyPremiumLapsed()
    if "not registered" in message or "not be registered" in message:
        return SpotifyNotOnAllowList()
    if "scope" in message:
        return SpotifyScopeMissing(vendor="spotify")
    return SpotifyForbidden()


def limit_problem(reason: str, headers: Mapping[str, str]) -> SpotifyLimit:
    """Returns the problem behind a 429: the body says which limit it is, Retry-After how long it lasts.

    A rate limit passes in seconds, a quota in hours: that decides the wait where Retry-After is missing.
    """
    is_quota = "QUOTA_EXCEEDED" in reason
    text = headers.get("Retry-After", "").strip()
    # Spotify documents seconds; a date would be from something in between.
    seconds = int(text) if text.isdigit() else (3600 if is_quota else 60)
    when = timezone.now() + timedelta(seconds=max(seconds, 1))
    return SpotifyQuotaSpent(when=when) if is_quota else SpotifyRateLimited(when=when)


def profile_problem(error: AuthProviderError) -> Exception:
    """Returns the problem behind a refusal of `/v1/me` at sign-in; the error itself where nothing more is known."""
    if error.status_code != 403:
        return error
    # social-auth keeps the response nowhere but in the chain of its error.
    text = str(getattr(getattr(error.__cause__, "response", None), "text", "")).casefold()
    if "premium" in text:
        return SpotifySignInSwitchedOff()
    if "register" in text:
        return SpotifySignInNotAllowed()
    return SpotifyProfileRefused()
