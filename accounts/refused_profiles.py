"""Why Spotify lets somebody sign in and then refuses to say who they are.

Its 403 bodies here are plain text, and social-auth keeps them only in the cause of its error.
https://developer.spotify.com/documentation/web-api/concepts/quota-modes
"""

from __future__ import annotations

from social_core.exceptions import AuthProviderError

from accounts.problems import AskOperator


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
