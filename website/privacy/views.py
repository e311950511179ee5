"""What is kept about a person, why, for how long, and how they delete it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from website.privacy.presenters import PrivacyPresenter


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy/privacy.html", {"privacy": PrivacyPresenter()})
