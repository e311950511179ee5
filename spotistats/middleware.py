"""Requests as the log tells them apart."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.log_context import log_context


class LogContextMiddleware:
    """Ends with each request what its lines of the log were about: the next one in this thread is somebody else's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with log_context():
            return self.get_response(request)
