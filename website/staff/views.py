"""The page for whom the admin is closed to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.lockout import opens_at
from problems.texts import format_time, minutes_until, seconds_until


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Returns the page that takes the place of the sign-in's `response`; django-axes calls it."""
    opens = opens_at(request, credentials)
    context = {
        "failures": settings.AXES_FAILURE_LIMIT,
        "cool_off": settings.AXES_COOLOFF_TIME // timedelta(minutes=1),
        "minutes": minutes_until(opens),
        "opens": format_time(opens),
    }
    page = render(request, "staff/locked_out.html", context, status=429)
    page["Retry-After"] = str(seconds_until(opens))
    return page
