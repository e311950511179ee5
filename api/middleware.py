"""What every answer under /api/ has in common: never cached, its limits as headers, and problem documents for refusals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.rate_limits import TokenUse
from api.problem_documents import CONTENT_TYPE, respond_with_problem
from api.problems import (
    ApiBodyNotJson,
    ApiFailure,
    ApiLengthRequired,
    ApiMethodNotAllowed,
    ApiNotFound,
    ApiRequestUnreadable,
)
from problems.kinds import Problem
from syncer.problems import SiteRestarting

PREFIX = "/api/v1/"
_REFUSALS: dict[int, type[Problem]] = {
    HTTPStatus.NOT_FOUND: ApiNotFound,
    HTTPStatus.METHOD_NOT_ALLOWED: ApiMethodNotAllowed,
    HTTPStatus.INTERNAL_SERVER_ERROR: ApiFailure,
}
SERVERS_RETURN_WITHIN = timedelta(minutes=1)


class ApiMiddleware:
    """Stands before every other middleware that can refuse a request: their answers are pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        problem = _refuse_body(request)
        # `BearerToken` puts the person's time zone in its place: sentences have moments in them.
        with timezone.override(timezone.get_default_timezone()):
            response = respond_with_problem(request, problem) if problem else self.get_response(request)
        if response.status_code >= HTTPStatus.BAD_REQUEST and response.get("Content-Type") != CONTENT_TYPE:
            response = _as_document(request, response)
        response["Cache-Control"] = "no-store"
        use: TokenUse | None = getattr(request, "rate_limit", None)
        if use:
            # https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
            response["RateLimit-Policy"] = f'"{use.action.value}";q={use.amount};w=60'
            response["RateLimit"] = f'"{use.action.value}";r={use.left};t={min(use.seconds, 60)}'
        return response


def _refuse_body(request: HttpRequest) -> Problem | None:
    """Returns what is wrong with how a body is sent; None for one that can be read, and without one."""
    if "HTTP_TRANSFER_ENCODING" in request.META:
        # Django reads as much as Content-Length says: of a body without one it would read nothing.
        return ApiLengthRequired()
    # A length that is no number is read as none.
    has_body = request.META.get("CONTENT_LENGTH") not in (None, "", "0")
    return ApiBodyNotJson() if has_body and request.content_type != "application/json" else None


def _as_document(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    """Returns the problem document in the place of a page that refuses the request, with its status."""
    if page.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        problem: Problem = SiteRestarting(when=timezone.now() + SERVERS_RETURN_WITHIN)
    else:
        problem = _REFUSALS.get(page.status_code, ApiRequestUnreadable)()
    document = respond_with_problem(request, problem, HTTPStatus(page.status_code))
    for header in ("Allow", "Retry-After"):
        if header in page:
            document[header] = page[header]
    return document
