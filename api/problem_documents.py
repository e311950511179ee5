"""A problem as a client of the API gets it: RFC 9457, https://www.rfc-editor.org/rfc/rfc9457

HTTP/1.1 409 Conflict
Content-Type: application/problem+json

{"type": "https://site/api/v1/problems/no_sheet", "title": "Something only you can put right", "status": 409,
 "detail": "You have linked no spreadsheet …", "code": "no_sheet", "values": {}}
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.problems import LimitUsedUp
from api.problems import ApiProblem, ApiScopeMissing, ApiTokenInvalid
from library.problems import InvalidRules
from notifications.problems import WebhookAddressInvalid
from problems.kinds import AskOperator, AskUser, Problem, Reconnect, TryLater
from problems.texts import describe_problem, seconds_until
from sheets.problems import InvalidSetting, SmartTabNameInvalid

CONTENT_TYPE = "application/problem+json"
TITLES: dict[type[Problem], str | Promise] = {
    TryLater: _("Try again later"),
    Reconnect: _("A permission has to be given again"),
    AskUser: _("Something only you can put right"),
    AskOperator: _("Something only the operator of this site can put right"),
    # An error of a kind that the site deals with itself is one as well when it gets this far.
    Problem: _("A mistake of this site"),
}
_STATUSES: dict[type[Problem], HTTPStatus] = {
    InvalidRules: HTTPStatus.UNPROCESSABLE_ENTITY,
    InvalidSetting: HTTPStatus.UNPROCESSABLE_ENTITY,
    SmartTabNameInvalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    LimitUsedUp: HTTPStatus.TOO_MANY_REQUESTS,
    WebhookAddressInvalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    TryLater: HTTPStatus.SERVICE_UNAVAILABLE,
    Reconnect: HTTPStatus.CONFLICT,
    AskUser: HTTPStatus.CONFLICT,
    AskOperator: HTTPStatus.SERVICE_UNAVAILABLE,
    Problem: HTTPStatus.INTERNAL_SERVER_ERROR,
}


def respond_with_problem(
    request: HttpRequest, problem: Problem, status: HTTPStatus | None = None
) -> HttpResponse:
    """Returns the document of a problem, with the headers that it asks for; `status` where another layer has chosen it."""
    status = status or status_of(problem)
    document = document_of(request, problem) | {"status": status}
    if isinstance(problem, ApiProblem):
        document["title"] = status.phrase
    response = HttpResponse(json.dumps(document, cls=DjangoJSONEncoder), CONTENT_TYPE, status=status)
    if isinstance(problem, TryLater):
        response["Retry-After"] = str(seconds_until(problem.when))
    if isinstance(problem, ApiTokenInvalid):
        response["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    if isinstance(problem, ApiScopeMissing):
        scope = problem.values["scope"]
        response["WWW-Authenticate"] = f'Bearer error="insufficient_scope", scope="{scope}"'
    return response


def document_of(request: HttpRequest, problem: Problem) -> dict[str, Any]:
    """Returns the members of a problem document; `values` are those that the text was made of, and `when` to try again."""
    return {
        "type": request.build_absolute_uri(f"/api/v1/problems/{problem.code}"),
        "title": str(title_of(type(problem))),
        "status": status_of(problem),
        "detail": describe_problem(problem),
        "code": problem.code,
        "values": problem.values | ({"when": problem.when} if isinstance(problem, TryLater) else {}),
    }


def title_of(problem: type[Problem]) -> str | Promise:
    """Returns the words for the kind of a problem; for the API's own those of their status."""
    if issubclass(problem, ApiProblem):
        return problem.status.phrase
    return next(title for kind, title in TITLES.items() if issubclass(problem, kind))


def status_of(problem: Problem) -> HTTPStatus:
    """Returns the status of a response that says no more than this problem."""
    if isinstance(problem, ApiProblem):
        return problem.status
    return next(status for kind, status in _STATUSES.items() if isinstance(problem, kind))
