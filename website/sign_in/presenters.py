"""What a failed sign-in looks like to the person: a status, what happened, what to do.

An error is social-auth's, which carries a code, or a `Problem` of this site. The details of neither are shown: they
can hold what the vendor or the browser sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from social_core.exceptions import SocialAuthBaseException

from accounts.problems import LimitUsedUp, PersonSignInLimitUsedUp, SignInFirst
from problems.kinds import AskOperator, Problem, TryLater
from problems.texts import describe_problem, minutes_until
from providers.spotify.problems import SpotifyLimit, SpotifyQuotaSpent
from providers.token_endpoint.credentials import OAuthApp

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SignInProblem:
    """The page about a failed sign-in."""

    status: int
    code: str
    title: str
    text: str
    can_try_again: bool = True
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class _Page:
    """How an error of social-auth's is shown; `%(name)s` is the vendor's name."""

    status: int
    title: str | Promise
    text: str | Promise


def present_sign_in_error(error: Problem | SocialAuthBaseException, app: OAuthApp) -> SignInProblem:
    """Returns what the page about `error` shows."""
    if isinstance(error, Problem):
        return _present_problem(error, app)
    page = _PAGES.get(error.code, _UNEXPECTED)
    # During an outage a vendor answers with any code of the protocol: the status decides.
    if error.code in _TEMPORARY or (error.status_code or 0) >= 500:
        page = _UNAVAILABLE
    values = {"name": app.name}
    # What comes back in the address is the browser's word: anybody can send it, and no server has failed.
    is_from_browser = error.stage == "callback" and page.status >= 500
    return SignInProblem(
        400 if is_from_browser else page.status,
        f"{app.vendor}_{error.code}",
        page.title % values,
        page.text % values,
        can_try_again=error.code not in _FINAL,
    )


def present_sign_in_limit(problem: LimitUsedUp) -> SignInProblem:
    """Returns what the page shows where one person, or one address, has had too many sign-ins."""
    # Minutes and not a time of day: the person's time zone is not known yet.
    minutes = minutes_until(problem.when)
    if isinstance(problem, PersonSignInLimitUsedUp):
        title = _("Too many sign-ins")
        text = _(
            "You have signed in as often as one person may in an hour: each time costs a request of those that all people"
            " here share. You can sign in again in %(wait)s. Nothing was changed; where you are signed in you stay so."
        )
    else:
        title = _("Too many sign-ins from your address")
        text = _(
            "As many sign-ins as may come from one address in an hour have come from yours. The next one can begin in"
            " %(wait)s. Whoever is signed in stays so."
        )
    return SignInProblem(
        429,
        problem.code,
        title,
        text % {"wait": _format_wait(minutes)},
        can_try_again=minutes == 1,
        retry_after=minutes * MINUTE,
    )


def _format_wait(minutes: int) -> str:
    # The hour is over a second after its last minute: nobody counts that second.
    if minutes >= 60:
        return _("an hour")
    return ngettext("a minute", "%(minutes)s minutes", minutes) % {"minutes": minutes}


def _present_problem(problem: Problem, app: OAuthApp) -> SignInProblem:
    if isinstance(problem, LimitUsedUp):
        return present_sign_in_limit(problem)
    if isinstance(problem, SpotifyLimit):
        return SignInProblem(
            503,
            problem.code,
            _("%(name)s asks this site to wait") % {"name": app.name},
            _describe_limit(problem),
        )
    if isinstance(problem, TryLater):
        return SignInProblem(
            503, problem.code, _UNAVAILABLE.title % {"name": app.name}, describe_problem(problem)
        )
    by_operator = isinstance(problem, AskOperator)
    return SignInProblem(
        503 if by_operator else 403,
        problem.code,
        _("%(name)s is not connected") % {"name": app.name},
        describe_problem(problem),
        # Trying again would only show the same page.
        can_try_again=not by_operator and not isinstance(problem, SignInFirst),
    )


def _describe_limit(limit: SpotifyLimit) -> str:
    # In UTC: the person is not signed in, so that their time zone is not known. Seconds are not shown, and a minute
    # is added, because a sign-in that comes too early would be refused again.
    over = limit.when + MINUTE
    values = {"time": f"{over:%H:%M}", "day": date_format(over, _("j F"))}
    if isinstance(limit, SpotifyQuotaSpent):
        text = _(
            "Spotify answers nobody here until %(time)s UTC on %(day)s: its allowance for this site is used up."
            " Nothing was changed. Sign in after that."
        )
    else:
        text = _(
            "Spotify answers nobody here until %(time)s UTC on %(day)s: this site asked too fast. Nothing was changed."
            " Sign in after that."
        )
    return text % values


_UNAVAILABLE = _Page(
    503,
    gettext_lazy("%(name)s does not answer"),
    gettext_lazy(
        "%(name)s did not answer properly just now. Nothing was changed here. Wait a minute and try again."
    ),
)
_STALE = _Page(
    403,
    gettext_lazy("This sign-in is too old"),
    gettext_lazy(
        "The page you came from was open for too long, was used before, or belongs to another browser window. That"
        " is a safety measure; nothing was changed. Start again."
    ),
)
_UNEXPECTED = _Page(
    502,
    gettext_lazy("%(name)s is not connected"),
    gettext_lazy(
        "%(name)s answered something this site does not understand, so nobody was signed in. Nothing was changed."
        " Try again; if it keeps happening, tell the operator."
    ),
)
# The codes are social-auth's: https://python-social-auth.readthedocs.io/en/latest/exceptions.html
_TEMPORARY = {
    "connection_failed",
    "timeout",
    "tls_error",
    "unavailable",
    "rate_limited",
    "malformed_response",
}
# Trying again cannot help: the account, or the operator's settings, have to change first.
_FINAL = {"authentication_disallowed", "invalid_setting", "disconnect_disallowed"}
_PAGES = {
    "authorization_declined": _Page(
        403,
        gettext_lazy("%(name)s is not connected"),
        gettext_lazy(
            "You said no at %(name)s, so nothing was connected and nothing was stored. If that was a slip, try again."
        ),
    ),
    "missing_parameter": _STALE,
    "session_context_missing": _STALE,
    "state_mismatch": _STALE,
    "user_mismatch": _STALE,
    "authorization_code_rejected": _STALE,
    "identity_in_use": _Page(
        409,
        gettext_lazy("This %(name)s account is in use"),
        gettext_lazy(
            "This %(name)s account belongs to somebody else here. Choose another one at %(name)s, or sign in here as"
            " the person it belongs to."
        ),
    ),
    "authentication_disallowed": _Page(
        403,
        gettext_lazy("This account is switched off"),
        gettext_lazy(
            "The operator of this site has switched your account off. Ask them if you think that is a mistake."
        ),
    ),
    "disconnect_disallowed": _Page(
        403,
        gettext_lazy("%(name)s cannot be disconnected alone"),
        gettext_lazy(
            "%(name)s is how you sign in here. Without it nobody could open your account again: delete the account"
            " instead, if that is what you want."
        ),
    ),
    "invalid_setting": _Page(
        503,
        gettext_lazy("This site is not set up for %(name)s"),
        gettext_lazy(
            "%(name)s does not accept this site's app settings. Only the operator can put that right: the client id,"
            " the secret and the redirect address have to be those of the app at %(name)s."
        ),
    ),
}
