"""The first page: what this is, or how things stand."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from website.home.examples import EXAMPLE_ROWS
from website.home.presenters import state_of
from website.signed_in import SignedInRequest, signed_in


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return standing(request) if request.user.is_authenticated else welcome(request)


def welcome(request: HttpRequest) -> HttpResponse:
    context = {
        "rows": EXAMPLE_ROWS,
        "next": request.GET.get("next", ""),
        "can_sign_in": bool(settings.SPOTIFY_CLIENT_ID),
    }
    return render(request, "home/welcome.html", context)


@signed_in
def standing(request: SignedInRequest) -> HttpResponse:
    return render(request, "home/standing.html", {"state": state_of(request.user)})
