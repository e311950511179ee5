"""The problems at api.spotify.com, and the budget that this installation keeps to there."""

from __future__ import annotations

from problems.kinds import AskOperator, Bug, Problem, Reconnect, TryLater


class ExpiredToken(Problem):
    """Spotify no longer accepts this access token. Caught by the sync, which refreshes it and asks again."""

    code = "spotify_token_expired"


class SpotifyAnswerIncomplete(TryLater):
    """Spotify answered with something else than a whole page of saved tracks."""

    code = "spotify_answer_incomplete"
    is_open_ended = True


class SpotifyBudgetSpent(TryLater):
    """This installation has sent as many requests as it allows itself for now."""

    code = "spotify_budget"


class SpotifyDown(TryLater):
    """Spotify does not answer, or answers with a server error."""

    code = "spotify_down"
    is_open_ended = True


class SpotifyForbidden(AskOperator):
    """Spotify refuses saved tracks to this app without a reason that is known here."""

    code = "spotify_forbidden"


class SpotifyLimit(TryLater):
    """Spotify answered 429. It holds for the whole app, see `providers.spotify.request_budget.block_spotify`."""


# An app in development mode serves only people whom its operator has entered by name:
# https://developer.spotify.com/documentation/web-api/concepts/quota-modes
class SpotifyNotOnAllowList(AskOperator):
    """A sync was refused: the person's account is not on the list of users of an app in development mode."""

    code = "spotify_allow_list"


class SpotifyPremiumLapsed(AskOperator):
    """A sync was refused: the owner of the app no longer has Premium."""

    code = "spotify_premium"


class SpotifyProfileRefused(AskOperator):
    """A sign-in was refused: Spotify does not show the profile, and does not say why."""

    code = "spotify_refused_profile"


class SpotifyPagesLater(TryLater):
    """The first page is read; those behind it wait for their turn, or for their share of the day."""

    code = "spotify_pages_later"


class SpotifyQuotaSpent(SpotifyLimit):
    """The app's quota is used up, for hours as a rule."""

    code = "spotify_quota"


class SpotifyRateLimited(SpotifyLimit):
    """The app has sent too many requests within seconds."""

    code = "spotify_rate_limit"


class SpotifyRequestRefused(Bug):
    """Spotify refused a request in a way that `providers.spotify.errors` does not know: `status`."""

    code = "spotify_request"


class SpotifyScopeMissing(Reconnect):
    """The person's permission does not cover their saved tracks."""

    code = "spotify_scope"
    # The scope was checked at sign-in (`accounts.pipeline.check_scopes`): to miss it now may well be Spotify's mistake.
    may_be_outage = True


class SpotifySignInNotAllowed(AskOperator):
    """A sign-in was refused: the person's account is not on the list of users of an app in development mode."""

    code = "spotify_not_on_allow_list"


class SpotifySignInSwitchedOff(AskOperator):
    """A sign-in was refused: the owner of the app has no Premium."""

    code = "spotify_owner_without_premium"
