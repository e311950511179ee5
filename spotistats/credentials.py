"""The credentials that an installation needs from Spotify and Google, and the pages where to get them."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

SPOTIFY_PAGE = "https://developer.spotify.com/dashboard"
GOOGLE_CLIENTS_PAGE = "https://console.cloud.google.com/auth/clients"
GOOGLE_ACCOUNTS_PAGE = "https://console.cloud.google.com/iam-admin/serviceaccounts"


@dataclass(frozen=True, slots=True)
class Requirement:
    """The settings `names` that serve one purpose, and what to do on `page` to get their values."""

    names: tuple[str, ...]
    purpose: str
    page: str
    instructions: str

    @property
    def missing(self) -> list[str]:
        return [name for name in self.names if not getattr(settings, name)]


def redirect_uri(backend: str) -> str:
    """Returns the redirect URI to register at the vendor, to the letter."""
    # Both vendors compare it as text: a missing slash at the end refuses every sign-in.
    return f"{settings.SITE_URL}{reverse('social:complete', args=[backend])}"


def spotify_requirement() -> Requirement:
    """Returns what sign-in needs."""
    return Requirement(
        ("SPOTIFY_CLIENT_ID", "SPOTIFY_CLIENT_SECRET"),
        "people sign in with Spotify",
        SPOTIFY_PAGE,
        f"Create an app for the Web API with the redirect URI {redirect_uri('spotify')}",
    )


def google_requirements() -> tuple[Requirement, Requirement]:
    """Returns those of the two ways to a sheet; one of them is enough."""
    return (
        Requirement(
            ("GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"),
            "people let the site make a sheet for them",
            GOOGLE_CLIENTS_PAGE,
            f"Create a client of the type Web application with the redirect URI {redirect_uri('google-oauth2')}",
        ),
        Requirement(
            ("GOOGLE_SERVICE_ACCOUNT",),
            "people share a sheet that they have",
            GOOGLE_ACCOUNTS_PAGE,
            "Create a service account, enable the Google Sheets API in its project, and make a JSON key",
        ),
    )
