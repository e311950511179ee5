"""Every component of templates/components/ in every state, on one page."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from website.design.presenters import present_components


@require_safe
def show_components(request: HttpRequest) -> HttpResponse:
    """Raises `Http404` where DESIGN_PAGE is off, as it is on every public site."""
    if not settings.DESIGN_PAGE:
        raise Http404
    return render(request, "design/design.html", {"design": present_components()})
