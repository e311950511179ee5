"""Pages for requests that are refused before anything is known about who asks."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from website.context_processors import site


def render_error_page(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """Returns the page of this status, with nothing in it but the site's name.

    Neither the session nor a parameter is read: they may be what the request is refused for.
    """
    return HttpResponse(render_to_string(f"{status.value}.html", site(request)), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler400`. Django's own renders the page without the site's name."""
    return render_error_page(request, HTTPStatus.BAD_REQUEST)
