"""The problems of the API itself: what a client has to send otherwise."""

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar

from problems.kinds import AskUser, Bug


class ApiProblem(AskUser):
    """The request cannot be answered as it is."""

    status: ClassVar[HTTPStatus]


class ApiTokenInvalid(ApiProblem):
    """There is no token, or it is unknown, revoked or expired."""

    code = "api_token_invalid"
    status = HTTPStatus.UNAUTHORIZED


class ApiScopeMissing(ApiProblem):
    """The token may not do this; `scope` is what it lacks."""

    code = "api_scope_missing"
    status = HTTPStatus.FORBIDDEN


class ApiNotFound(ApiProblem):
    """There is nothing at the address for this person."""

    code = "api_not_found"
    status = HTTPStatus.NOT_FOUND


class ApiMethodNotAllowed(ApiProblem):
    """The address knows other methods."""

    code = "api_method_not_allowed"
    status = HTTPStatus.METHOD_NOT_ALLOWED


class ApiRequestUnreadable(ApiProblem):
    """The request as such is refused: its body is too long, is no JSON, or holds text that cannot be stored."""

    code = "api_request_unreadable"
    status = HTTPStatus.BAD_REQUEST


class ApiLengthRequired(ApiProblem):
    """The body comes in chunks, without a length."""

    code = "api_length_required"
    status = HTTPStatus.LENGTH_REQUIRED


class ApiBodyNotJson(ApiProblem):
    """The body is not declared to be JSON."""

    code = "api_body_not_json"
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class ApiRequestInvalid(ApiProblem):
    """Parameters or the body are not as the API's document says; `errors` says which, and how."""

    code = "api_request_invalid"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class ApiFailure(Bug):
    """An error that the code does not know; it is in the log."""

    code = "api_failure"
