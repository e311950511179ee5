"""The API: its routes, its document (`openapi.json`), its reference page (`docs`), and how its errors are answered."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from ninja.errors import AuthenticationError, HttpError, ValidationError

from api.events.views import router as events
from api.exports.views import router as exports
from api.me.views import router as me
from api.missing.views import router as missing
from api.openapi_document import DocumentedApi
from api.problem_documents import respond_with_problem
from api.problem_types.views import router as problem_types
from api.problems import ApiNotFound, ApiRequestInvalid, ApiRequestUnreadable, ApiTokenInvalid
from api.query_parameters import refuse_unknown
from api.request_bodies import StorableJsonParser
from api.sheet.views import router as sheet
from api.smart_sheets.views import router as smart_sheets
from api.stats.views import router as stats
from api.syncs.views import router as syncs
from api.tracks.views import router as tracks
from api.webhooks.views import router as webhooks
from problems.kinds import Problem

DESCRIPTION = """
Trigger a sync and read everything that the site knows of your library.

Send `Authorization: Bearer ts_…` with a token from *Settings, API*. Errors are
[problem documents](https://www.rfc-editor.org/rfc/rfc9457); `code` stays, `detail` is for people. Moments are in UTC.

A query parameter that an operation does not have is refused with 422 `api_request_invalid`, and so is one that is sent twice.
"""

api = DocumentedApi(
    title=settings.SITE_NAME,
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    parser=StorableJsonParser(),
)
ROUTERS = {
    "/me": me,
    "/syncs": syncs,
    "/tracks": tracks,
    "": exports,
    "/events": events,
    "/sheet": sheet,
    "/smart-sheets": smart_sheets,
    "/missing": missing,
    "/stats": stats,
    "/webhooks": webhooks,
    "/problems": problem_types,
}
api.add_decorator(refuse_unknown, mode="view")
for prefix, router in ROUTERS.items():
    api.add_router(prefix, router)


@api.exception_handler(Problem)
def answer_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Answers with the document of any problem of the product."""
    return respond_with_problem(request, problem)


@api.exception_handler(AuthenticationError)
def answer_without_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Answers a request without `Authorization: Bearer`."""
    return respond_with_problem(request, ApiTokenInvalid())


@api.exception_handler(Http404)
def answer_not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """Answers for what does not exist, and for what is somebody else's."""
    return respond_with_problem(request, ApiNotFound())


@api.exception_handler(ValidationError)
def answer_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answers with each place that is not as the document says; what was sent is not repeated."""
    errors = [{"place": list(one["loc"]), "error": one["msg"]} for one in error.errors]
    return respond_with_problem(request, ApiRequestInvalid(errors=errors))


@api.exception_handler(HttpError)
def answer_unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answers a body that is no JSON."""
    return respond_with_problem(request, ApiRequestUnreadable())


urlpatterns: list[Any] = [path("api/v1/", api.urls)]
