"""The page for whom the admin is closed to."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.lockout import opens_at
from problems.texts import format_time, seconds_until

MINUTE = timedelta(minutes=1)


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Returns the page that takes the place of the sign-in's `response`; django-axes calls it."""
    opens = opens_at(request, credentials)
    left = opens - timezone.now()
    context = {
        "failures": settings.AXES_FAILURE_LIMIT,
        "cool_off": settings.AXES_COOLOFF_TIME // MINUTE,
        "minutes": max(1, math.ceil(left / MINUTE)),
        "opens": format_time(opens),
    }
    page = render(request, "staff/locked_out.html", context, status=429)
    page["Retry-After"] = str(seconds_until(opens))
    return page
