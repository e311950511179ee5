"""The first page: what this is for a visitor, the state of the sync for a person who is signed in."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.hints import Hint, dismiss
from sheets.columns import COLUMNS, DEFAULT_COLUMNS
from sheets.linking.links import TAB_TITLE
from website.decorators import SignedInRequest, sign_in_required
from website.home.music import present_music
from website.home.presenters import present_home


class ExampleRow(NamedTuple):
    """A row of the picture on the welcome page."""

    artist: str
    track: str
    album: str
    added: str
    note: str | Promise


# Several scripts, a title twice, and notes of the person's own: what a sheet looks like after a sync.
EXAMPLE_ROWS = [
    ExampleRow("Khruangbin", "Maria También", "Con Todo El Mundo", "2026-11-21", _("for the road")),
    ExampleRow("Nina Simone", "Feeling Good", "I Put a Spell on You", "2026-11-19", ""),
    ExampleRow("Fela Kuti, Afrika 70", "Zombie", "Zombie", "2026-11-19", _("12 minutes!")),
    ExampleRow("فيروز", "زهرة المدائن", "القدس في البال", "2026-11-02", ""),
    ExampleRow("Björk", "Jóga", "Homogenic", "2026-10-30", _("ask Ida")),
]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return show_home(request) if request.user.is_authenticated else show_welcome(request)


def show_welcome(request: HttpRequest) -> HttpResponse:
    context = {
        # In the words that stand in everybody's sheet, whatever language its owner reads the pages in.
        "headers": [COLUMNS[name].header for name in DEFAULT_COLUMNS],
        "tab": TAB_TITLE,
        "rows": EXAMPLE_ROWS,
        "next": request.GET.get("next", ""),
        "can_sign_in": bool(settings.SPOTIFY_CLIENT_ID),
    }
    return render(request, "home/welcome.html", context)


@sign_in_required
def show_home(request: SignedInRequest) -> HttpResponse:
    context = {"state": present_home(request.user), "music": present_music(request.user)}
    return render(request, "home/home.html", context)


@require_POST
@sign_in_required
def dismiss_hint(request: SignedInRequest, hint: str) -> HttpResponse:
    """Keeps that the person does not want to be asked again. Raises `Http404` for a question that there is not."""
    try:
        dismiss(request.user, Hint(hint))
    except ValueError as error:
        raise Http404 from error
    return redirect("home")
