"""What Spotify's refusals mean: a pure mapping from status and body to a problem typed by what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone
from social_core.exceptions import AuthProviderError

from problems.kinds import AskOperator, Bug, Problem, Reconnect, TryLater

SAFE = "What was read is kept, and your sheet is untouched."


class ExpiredToken(Problem):
    """Spotify no longer takes this access token: refresh it and ask again."""


def refused(
    status: int, message: str, reason: object = None, headers: Mapping[str, str] | None = None
) -> Problem:
    """The problem behind an error status of api.spotify.com; `message` may be plain text."""
    if status == 401:
        return ExpiredToken("spotify_token", f"Spotify no longer accepts the access we had. {SAFE}")
    if status == 403:
        return _forbidden(message.lower())
    if status == 429:
        return _too_many(str(reason or ""), headers or {})
    if status >= 500:
        return unreachable()
    return Bug(
        "spotify_request", f"Spotify refused our request (status {status}). {SAFE} This is ours to mend."
    )


def _forbidden(message: str) -> Problem:
    """https://developer.spotify.com/documentation/web-api/concepts/quota-modes"""
    if "premium" in message:
        return AskOperator(
            "spotify_premium",
            f"Spotify has stopped this app because its owner's Premium subscription has lapsed. {SAFE}"
            " The operator has to renew it; the next daily sync tries again.",
        )
    if "not registered" in message or "not be registered" in message:
        return AskOperator(
            "spotify_allow_list",
            f"Your Spotify account is not on this app's list of users. {SAFE}"
            " Ask the operator to add you in Spotify's developer dashboard.",
        )
    if "scope" in message:
        return Reconnect(
            "spotify_scope",
            f"Spotify says that we may not read your saved tracks. {SAFE} Connect Spotify again, and agree to it.",
            vendor="spotify",
        )
    return AskOperator(
        "spotify_forbidden",
        f"Spotify refuses to show saved tracks to this app. {SAFE} The operator finds the reason in the run.",
    )


def _too_many(reason: str, headers: Mapping[str, str]) -> TryLater:
    """A rate limit passes in seconds, a quota in hours: the body says which, Retry-After how long."""
    quota = "QUOTA_EXCEEDED" in reason
    text = headers.get("Retry-After", "").strip()
    seconds = int(text) if text.isdigit() else (3600 if quota else 60)
    what = "its allowance for this app is used up" if quota else "it is being asked too fast"
    return TryLater(
        "spotify_quota" if quota else "spotify_rate_limit",
        f"Spotify says that {what}. {SAFE} The sync goes on by itself when Spotify allows it again.",
        when=timezone.now() + timedelta(seconds=max(seconds, 1)),
    )


def unreachable() -> TryLater:
    return TryLater(
        "spotify_down",
        f"Spotify does not answer properly at the moment. {SAFE} The sync goes on by itself.",
        when=timezone.now() + timedelta(seconds=30),
    )


def bad_answer() -> TryLater:
    return TryLater(
        "spotify_down",
        f"Spotify sent an answer that is not whole. {SAFE} The sync goes on by itself.",
        when=timezone.now() + timedelta(seconds=30),
    )


def refused_profile(error: AuthProviderError) -> Exception:
    """The problem behind a refusal of `/v1/me`; the error itself where nothing more is known."""
    if error.status_code != 403:
        return error
    text = str(getattr(getattr(error.__cause__, "response", None), "text", "")).casefold()
    if "premium" in text:
        return AskOperator(
            "spotify_owner_without_premium",
            "Spotify has switched this site's app off: the owner of the app needs an active Premium"
            " subscription. After it is renewed it can take a few hours before Spotify lets anybody in.",
        )
    if "register" in text:
        return AskOperator(
            "spotify_not_on_allow_list",
            "Your Spotify account is not on this site's guest list yet: Spotify lets a small app serve only"
            " people whom its operator has entered by name. Ask the operator to add the e-mail address of your"
            " Spotify account, then sign in again.",
        )
    return AskOperator(
        "spotify_refused_profile",
        "Spotify let you sign in but refuses to tell this site who you are. The operator has to look at the app"
        " at https://developer.spotify.com/dashboard.",
    )
