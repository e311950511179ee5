"""Whether this process can answer and reach its database."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import split_domain_port, validate_host

LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"]


def live(request: HttpRequest) -> JsonResponse:
    """Returns 200 when the database answers. Raises its error otherwise, which is logged and becomes a 500."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


class HealthMiddleware:
    """Answers `health/` to whoever asks this machine by its own name, which is no host of a public site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/health/":
            domain, _ = split_domain_port(request.headers.get("Host", ""))
            if validate_host(domain, LOOPBACK_HOSTS):
                return live(request)
        return self.get_response(request)
