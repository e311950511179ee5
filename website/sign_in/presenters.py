"""What a failed sign-in looks like to the person: a status, what happened, what to do.

social-auth's errors carry a code; ours carry their sentence. Neither's detail is shown: it can hold what the
vendor or the browser sent.
"""

from __future__ import annotations

from dataclasses import dataclass

from social_core.exceptions import SocialAuthBaseException

from problems.kinds import AskOperator, Problem, TryLater
from problems.texts import describe_problem
from providers.oauth import Vendor


@dataclass(frozen=True, slots=True)
class SignInProblem:
    status: int
    code: str
    title: str
    sentence: str
    can_try_again: bool = True


def explain(error: Problem | SocialAuthBaseException, at: Vendor) -> SignInProblem:
    if isinstance(error, Problem):
        return _ours(error, at)
    status, title, sentence = _SAID.get(error.code, _UNEXPECTED)
    if error.code in _RETRIED or (error.status_code or 0) >= 500:
        status, title, sentence = _AWAY
    return SignInProblem(
        status,
        f"{at.key}_{error.code}",
        title.format(name=at.name),
        sentence.format(name=at.name),
        can_try_again=error.code not in _FINAL,
    )


def _ours(problem: Problem, at: Vendor) -> SignInProblem:
    if isinstance(problem, TryLater):
        does = "asks this site to wait" if problem.code in _LIMITED else "does not answer"
        return SignInProblem(503, problem.code, f"{at.name} {does}", describe_problem(problem))
    operators = isinstance(problem, AskOperator)
    again = not operators and problem.code not in _FINAL
    status = 503 if operators else 403
    return SignInProblem(
        status, problem.code, f"{at.name} is not connected", describe_problem(problem), again
    )


_AWAY = (
    503,
    "{name} does not answer",
    "{name} did not answer properly just now. Nothing was changed here. Wait a minute and try again.",
)
_LIMITED = {"spotify_rate_limit", "spotify_quota"}
_RETRIED = {"connection_failed", "timeout", "tls_error", "unavailable", "rate_limited", "malformed_response"}
_STALE = (
    403,
    "This sign-in is too old",
    "The page you came from was open for too long, was used before, or belongs to another browser window. That"
    " is a safety measure; nothing was changed. Start again.",
)
_UNEXPECTED = (
    502,
    "{name} is not connected",
    "{name} answered something this site does not understand, so nobody was signed in. Nothing was changed."
    " Try again; if it goes on, tell the operator.",
)
# Trying again would only show the same page.
_FINAL = {"authentication_disallowed", "invalid_setting", "disconnect_disallowed", "sign_in_first"}
_SAID = {
    "authorization_declined": (
        403,
        "{name} is not connected",
        "You said no at {name}, so nothing was connected and nothing was stored. If that was a slip, try again.",
    ),
    "missing_parameter": _STALE,
    "session_context_missing": _STALE,
    "state_mismatch": _STALE,
    "user_mismatch": _STALE,
    "authorization_code_rejected": _STALE,
    "identity_in_use": (
        409,
        "This {name} account is in use",
        "This {name} account belongs to somebody else here. Choose another one at {name}, or sign in here as"
        " the person it belongs to.",
    ),
    "authentication_disallowed": (
        403,
        "This account is switched off",
        "The operator of this site has switched your account off. Ask them if you think that is a mistake.",
    ),
    "disconnect_disallowed": (
        403,
        "{name} cannot be disconnected alone",
        "{name} is how you sign in here. Without it nobody could open your account again: delete the account"
        " instead, if that is what you want.",
    ),
    "invalid_setting": (
        503,
        "This site is not set up for {name}",
        "{name} does not accept this site's app settings. Only the operator can put that right: the client id,"
        " the secret and the redirect address have to be those of the app at {name}.",
    ),
}
