"""What every template knows: the site's name and address, and whom to name as source of genres and features."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.messages import ERROR, get_messages
from django.http import HttpRequest

from enrichment.credits import credits_of
from providers.source import Credit
from website.navigation import Navigation
from website.presenters import LimitsPresenter


def site(request: HttpRequest) -> dict[str, str]:
    return {"SITE_NAME": settings.SITE_NAME, "SITE_URL": settings.SITE_URL}


def limits(request: HttpRequest) -> dict[str, LimitsPresenter]:
    return {"limits": LimitsPresenter(request)}


def navigation(request: HttpRequest) -> dict[str, Navigation]:
    return {"navigation": Navigation(request)}


def errors(request: HttpRequest) -> dict[str, Callable[[], bool]]:
    """`has_error`: whether a message at the top of this page is an error. Asked only where messages are shown."""
    return {"has_error": lambda: any(one.level >= ERROR for one in get_messages(request))}


def sources(request: HttpRequest) -> dict[str, dict[str, list[Credit]]]:
    # In every template, because the sources' terms ask for a credit with a link wherever their data is shown.
    features, genres = credits_of("features"), credits_of("genres")
    return {"sources": {"features": features, "genres": genres, "all": features + genres}}
