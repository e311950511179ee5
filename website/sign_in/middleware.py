"""Answers every failure of a sign-in with a page."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from social_core.exceptions import SocialAuthBaseException

from accounts.backends import client_network
from accounts.problems import LimitUsedUp
from accounts.rate_limits import count_sign_in, require_sign_in_left
from accounts.security_log import SecurityEvent, log_event
from problems.kinds import Problem
from providers.token_endpoint.credentials import oauth_app
from website.sign_in.presenters import SignInProblem, present_sign_in_error, present_sign_in_limit

logger = logging.getLogger(__name__)

BEGIN = f"{settings.SOCIAL_AUTH_URL_NAMESPACE}:begin"


class SignInProblemMiddleware:
    """Replaces social-auth's middleware, which redirects with the error's text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: list[object], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        """Returns a page where this person or this address has had too many sign-ins.

        That is before one leaves a session and a nonce, and costs a request.
        """
        match = request.resolver_match
        if match is None or match.view_name != BEGIN or request.method != "POST":
            return None
        way = match.kwargs["backend"]
        try:
            if request.user.is_authenticated:
                require_sign_in_left(request.user)
            count_sign_in(client_network(request))
        except LimitUsedUp as problem:
            log_event(SecurityEvent.SIGN_IN_FAILED, person=request.user.pk, way=way, reason=problem.code)
            return _page(request, present_sign_in_limit(problem), way)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Returns a page for an error of a sign-in that has a text; None for anything else, which is a bug."""
        backend = getattr(request, "backend", None)
        # social-auth sets the backend on its own addresses only: elsewhere the same problems have pages of their own.
        if backend is None or not isinstance(error, Problem | SocialAuthBaseException):
            return None
        app = oauth_app(backend.vendor)
        problem = present_sign_in_error(error, app)
        # Never the error itself: its chain holds requests, and those hold codes and tokens.
        log_event(SecurityEvent.SIGN_IN_FAILED, person=request.user.pk, way=app.vendor, reason=problem.code)
        logger.warning("Sign-in at %s: %s (%s)", app.vendor, problem.code, type(error).__name__)
        return _page(request, problem, backend.name)


def _page(request: HttpRequest, problem: SignInProblem, backend_name: str) -> HttpResponse:
    response = render(
        request,
        "sign_in/problem.html",
        {"problem": problem, "backend_name": backend_name},
        status=problem.status,
    )
    if problem.retry_after is not None:
        response["Retry-After"] = str(int(problem.retry_after.total_seconds()))
    # The address holds the code or the error of one sign-in.
    add_never_cache_headers(response)
    return response
