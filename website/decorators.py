"""Views for a person who is signed in: shown in their time zone and language, kept out of every cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRefresh
from django_htmx.middleware import HtmxDetails

from accounts.log_context import add_to_log_context
from accounts.models import User
from accounts.time_zones import zone_of
from problems.kinds import Problem
from problems.texts import describe_problem
from website.messages import show_problem

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


class SignedInRequest(HttpRequest):
    """A request that `sign_in_required` has let through."""

    user: User
    htmx: HtmxDetails


def sign_in_required(
    view: Callable[Concatenate[SignedInRequest, P], R],
) -> Callable[Concatenate[HttpRequest, P], R | HttpResponse]:
    """Lets only signed-in people through; others are sent to sign in, and back afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> R | HttpResponse:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        add_to_log_context(person=request.user.pk)
        language = request.user.language or translation.get_language()
        # A view renders its template at once, so that the block covers the rendering; a TemplateResponse would not.
        with timezone.override(zone_of(request.user)), translation.override(language):
            response = view(cast(SignedInRequest, request), *args, **kwargs)
        response.headers.setdefault("Content-Language", language or settings.LANGUAGE_CODE)
        # After signing out, the browser's back button must not show the person's pages from a cache.
        add_never_cache_headers(response)
        return response

    return cast(Callable[Concatenate[HttpRequest, P], R | HttpResponse], guarded)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        # The sign-in page must not be shown in the place of a fragment.
        return HttpResponseClientRefresh()
    # A form that was sent cannot be sent again after signing in: it starts from the home page.
    if request.method != "GET":
        return redirect("home")
    return redirect_to_login(request.get_full_path())


@contextmanager
def show_problems(request: HttpRequest) -> Iterator[None]:
    """Shows a problem that is raised in the block at the top of the next page."""
    try:
        yield
    # Nothing but problems: any other exception is a bug, for the error page and the log.
    except Problem as problem:
        show_problem(request, problem, describe_problem(problem))
