"""The OAuth apps of this site: the client id and secret that the operator has from each vendor."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

DRIVE_FILE = "https://www.googleapis.com/auth/drive.file"


@dataclass(frozen=True, slots=True)
class OAuthApp:
    """The app that this site is at a vendor; `vendor` is "spotify" or "google".

    `required_scopes` are those without which the site can do nothing there. `settings_names` are what the
    operator has to set, `settings_page` is where its values come from.
    """

    vendor: str
    name: str
    client_id: str
    client_secret: str
    token_url: str
    required_scopes: frozenset[str]
    settings_names: str
    settings_page: str

    def __repr__(self) -> str:
        return f"OAuthApp({self.vendor})"  # a traceback shows no secret

    @property
    def is_configured(self) -> bool:
        return bool(self.client_id and self.client_secret)


def oauth_app(vendor: str) -> OAuthApp:
    """Returns the app at "spotify" or "google", as the settings of this moment have it."""
    return _spotify_app() if vendor == "spotify" else _google_app()


def _spotify_app() -> OAuthApp:
    return OAuthApp(
        vendor="spotify",
        name="Spotify",
        client_id=settings.SPOTIFY_CLIENT_ID,
        client_secret=settings.SPOTIFY_CLIENT_SECRET,
        token_url=f"{settings.SPOTIFY_ACCOUNTS_URL}/api/token",
        required_scopes=frozenset(["user-library-read"]),
        settings_names="SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET",
        settings_page="https://developer.spotify.com/dashboard",
    )


def _google_app() -> OAuthApp:
    return OAuthApp(
        vendor="google",
        name="Google",
        client_id=settings.GOOGLE_CLIENT_ID,
        client_secret=settings.GOOGLE_CLIENT_SECRET,
        token_url=settings.GOOGLE_TOKEN_URL,
        required_scopes=frozenset([DRIVE_FILE]),
        settings_names="GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET",
        settings_page="https://console.cloud.google.com/apis/credentials",
    )
