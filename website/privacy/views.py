"""What is kept about a person, and how they delete it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    # From the setting that the clean-up goes by, so that the page cannot promise another time.
    return render(request, "privacy/privacy.html", {"retention_days": settings.RETENTION.days})
