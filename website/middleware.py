"""Refuses requests: a body that is too long, a file, text that cannot be stored, what needs Redis while it is away.

All but the last before any view reads them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError

from providers.rate_limits import redis_errors
from providers.text import is_storable
from website.error_pages import render_error_page

log = logging.getLogger(__name__)


class BodyLimitMiddleware:
    """Answers 413 to a body that is longer than any form of this site's, before a byte of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A body of unknown length has none for Django, and what is no number is taken for none.
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length[:20]) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return render_error_page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return self.get_response(request)


class RefuseFiles(FileUploadHandler):
    """Refuses a request with a file: no form has one, and Django would keep it on disk."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Raises `BadRequest`."""
        raise BadRequest("no form has a file")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Is not called: `new_file` lets none in."""
        return None

    def file_complete(self, file_size: int) -> None:
        """Is not called either."""


class RedisAwayMiddleware:
    """Answers 503 to what cannot be done without Redis: to count requests to Google, or to lock out a double click."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Returns a page while Redis is away; None for anything else."""
        if not isinstance(error, redis_errors()):
            return None
        log.warning("%s is refused without Redis: %s", request.path, error)
        response = render_error_page(request, HTTPStatus.SERVICE_UNAVAILABLE)
        response["Retry-After"] = "60"
        return response


class StorableTextMiddleware:
    """Answers 400 where an address, a parameter, a header or a cookie holds a NUL or half a surrogate pair.

    PostgreSQL stores neither, and not everything that views look up or keep comes through a form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Raises `BadRequest`, which Django answers with the page for it."""
        try:
            is_storable_request = all(map(is_storable, _texts(request)))
        except UnreadablePostError as error:  # the browser is gone
            raise BadRequest("the body ended early") from error
        if not is_storable_request:
            # Not the text: it may be a token with a byte too many, and this goes into the log.
            raise BadRequest("text that cannot be stored")
        return self.get_response(request)


def _texts(request: HttpRequest) -> Iterator[str]:
    yield request.path
    yield from request.headers.values()
    yield from request.COOKIES.values()
    for parameters in (request.GET, request.POST):
        for name, values in parameters.lists():
            yield name
            yield from (value for value in values if isinstance(value, str))
    for name, files in request.FILES.lists():
        yield name
        yield from (file.name or "" for file in files)
