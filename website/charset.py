"""Takes only UTF-8: by the charset of Content-Type Django decodes the query too, before any middleware.

Of a request in another one it could not even make an object: among the charsets of Python are `zlib` and `undefined`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

from website.error_pages import render_error_page

REFUSED = "website.charset_refused"


class Utf8Application:
    """In front of Django: takes a Content-Type with another charset off, for `CharsetMiddleware` to refuse the request."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not is_utf8(environ.get("CONTENT_TYPE", "")):
            environ |= {"CONTENT_TYPE": "", REFUSED: True}
        return self.application(environ, start_response)


class CharsetMiddleware:
    """Answers 415 to what `Utf8Application` has found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if REFUSED in request.META:
            return render_error_page(request, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        return self.get_response(request)


def is_utf8(content_type: str) -> bool:
    """Whether a Content-Type names no other charset than UTF-8."""
    # Of RFC 2231, where each parameter has a charset of its own. No browser writes so.
    if "*" in content_type:
        return False
    try:
        _, parameters = parse_header_parameters(content_type)
    except (LookupError, ValueError):
        return False
    # By name: Python remembers every other one that it is asked for.
    return parameters.get("charset", "utf-8").lower() in {"utf-8", "utf8"}
