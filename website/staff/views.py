"""The page for whom the admin is closed to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Returns the page that takes the place of the sign-in's `response`; django-axes calls it."""
    page = render(request, "staff/locked_out.html", status=429)
    # At most: how much of it is over django-axes does not say.
    page["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME.total_seconds()))
    return page
