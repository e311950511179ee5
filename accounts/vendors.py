"""Where each vendor's OAuth lives, and as whom we speak to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

DRIVE_FILE = "https://www.googleapis.com/auth/drive.file"


@dataclass(frozen=True, slots=True)
class Vendor:
    """`needed` are the scopes without which the site can do nothing there."""

    key: str
    name: str
    client_id: str
    client_secret: str
    token_url: str
    needed: frozenset[str]
    settings_names: str
    get_them_at: str

    def __repr__(self) -> str:
        return f"Vendor({self.key})"

    @property
    def configured(self) -> bool:
        return bool(self.client_id and self.client_secret)


def vendor(key: str) -> Vendor:
    """The vendor "spotify" or "google", as the settings of this moment say."""
    return _spotify() if key == "spotify" else _google()


def _spotify() -> Vendor:
    return Vendor(
        key="spotify",
        name="Spotify",
        client_id=settings.SPOTIFY_CLIENT_ID,
        client_secret=settings.SPOTIFY_CLIENT_SECRET,
        token_url=f"{settings.SPOTIFY_ACCOUNTS_URL}/api/token",
        needed=frozenset(["user-library-read"]),
        settings_names="SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET",
        get_them_at="https://developer.spotify.com/dashboard",
    )


def _google() -> Vendor:
    return Vendor(
        key="google",
        name="Google",
        client_id=settings.GOOGLE_CLIENT_ID,
        client_secret=settings.GOOGLE_CLIENT_SECRET,
        token_url=settings.GOOGLE_TOKEN_URL,
        needed=frozenset([DRIVE_FILE]),
        settings_names="GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET",
        get_them_at="https://console.cloud.google.com/apis/credentials",
    )
