"""One big button for a telephone, and what makes a page an app there: a manifest, and a page for when it is offline."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from website.button.presenters import describe_last
from website.context_processors import site
from website.decorators import SignedInRequest, sign_in_required
from website.home.presenters import present_home
from website.runs.views import sync_and_tell

PAPER = "#f7f5f0"
ICONS = {"site/icon-192.png": "any", "site/icon-512.png": "any", "site/icon-maskable-512.png": "maskable"}
# What the page for no network is made of; `page.html` names the same.
SHELL_FILES = (
    "pico/pico.min.css",
    "site/tokens.css",
    "site/site.css",
    "site/components.css",
    "site/mark.svg",
)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def button(request: SignedInRequest) -> HttpResponse:
    """The button, and what came of the last sync. With POST starts one."""
    if request.method == "POST":
        sync_and_tell(request)
        return redirect("button")
    state = present_home(request.user)
    return render(request, "button/button.html", {"state": state, "last": describe_last(state.last)})


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page for when there is no network: the same for everybody, so that a browser may keep it."""
    return HttpResponse(_render_shell(request))


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a telephone needs to install the button. https://www.w3.org/TR/appmanifest/"""
    icons = [
        {"src": static(path), "type": "image/png", "sizes": _size_of(path), "purpose": purpose}
        for path, purpose in ICONS.items()
    ]
    address = reverse("button")
    content = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "description": _("Your saved tracks in your sheet, at one press."),
        "id": address,
        "start_url": address,
        "scope": reverse("home"),  # signing in leaves the button for the first page, and comes back
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "lang": "en",
        "icons": icons,
    }
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that shows the page for no network. It keeps that page and its files alone."""
    files = [static(path) for path in SHELL_FILES]
    version = hashlib.sha256(f"{_render_shell(request)}{files}".encode()).hexdigest()[:16]
    script = render_to_string("button/sw.js", {"version": version, "files": files})
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _render_shell(request: HttpRequest) -> str:
    # Without the request: nothing of a person's session gets into it.
    return render_to_string("button/offline.html", site(request))


def _size_of(path: str) -> str:
    side = path.rpartition("-")[2].removesuffix(".png")
    return f"{side}x{side}"
