"""The first page: what this is, or how things stand."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from website.decorators import SignedInRequest, sign_in_required
from website.home.presenters import state_of


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


@sign_in_required
def standing(request: SignedInRequest) -> HttpResponse:
    return render(request, "home/standing.html", {"state": state_of(request.user)})


class ExampleRow(NamedTuple):
    artist: str
    track: str
    album: str
    added: str
    note: str


EXAMPLE_ROWS = [
    ExampleRow("Khruangbin", "Maria También", "Con Todo El Mundo", "2026-11-21", "for the road"),
    ExampleRow("Nina Simone", "Feeling Good", "I Put a Spell on You", "2026-11-19", ""),
    ExampleRow("Fela Kuti, Afrika 70", "Zombie", "Zombie", "2026-11-19", "12 minutes!"),
    ExampleRow("فيروز", "زهرة المدائن", "القدس في البال", "2026-11-02", ""),
    ExampleRow("Björk", "Jóga", "Homogenic", "2026-10-30", "ask Ida"),
]
