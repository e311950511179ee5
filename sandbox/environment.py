"""The settings that point the product at the sandbox instead of the real vendors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox.enrichment.keys import LASTFM_API_KEY
from sandbox.google import apps as google
from sandbox.spotify import apps as spotify

if TYPE_CHECKING:
    from sandbox.world import World


def settings(world: World, base_url: str, key_file: Path | None = None) -> dict[str, str]:
    """Returns the settings by name. The service account is the path `key_file`, or without one its JSON."""
    info = json.dumps(service_account(world, base_url))
    return {
        "SPOTIFY_CLIENT_ID": spotify.CLIENT_ID,
        "SPOTIFY_CLIENT_SECRET": spotify.CLIENT_SECRET,
        "SPOTIFY_ACCOUNTS_URL": f"{base_url}/spotify-accounts",
        "SPOTIFY_API_URL": f"{base_url}/spotify-api",
        "SPOTIFY_IMAGES_URL": f"{base_url}/spotify-images",
        "GOOGLE_CLIENT_ID": google.CLIENT_ID,
        "GOOGLE_CLIENT_SECRET": google.CLIENT_SECRET,
        "GOOGLE_ACCOUNTS_URL": f"{base_url}/google-accounts",
        "GOOGLE_TOKEN_URL": _google_token_url(base_url),
        "GOOGLE_USERINFO_URL": f"{base_url}/google-userinfo/v1/userinfo",
        "GOOGLE_SHEETS_URL": f"{base_url}/google-sheets",
        "GOOGLE_DRIVE_URL": f"{base_url}/google-drive",
        "GOOGLE_DOCS_URL": f"{base_url}/google-docs",
        "GOOGLE_SERVICE_ACCOUNT": info if key_file is None else str(key_file),
        "RECCOBEATS_URL": f"{base_url}/reccobeats",
        "MUSICBRAINZ_URL": f"{base_url}/musicbrainz",
        "LISTENBRAINZ_URL": f"{base_url}/listenbrainz",
        "LASTFM_URL": f"{base_url}/lastfm",
        "LASTFM_API_KEY": LASTFM_API_KEY,
    }


def write(world: World, base_url: str, file: Path) -> None:
    """Writes the settings to `file` in .env format, and the service account's key to a file next to it.

    The key file is `<name>.service-account.json`. Only the owner can read either file, as should be the case
    for real ones.
    """
    file = file.resolve()
    key_file = file.with_name(f"{file.name}.service-account.json")
    _write_private(key_file, json.dumps(service_account(world, base_url), indent=2) + "\n")
    lines = (f"{name}={value}\n" for name, value in settings(world, base_url, key_file).items())
    _write_private(file, "".join(lines))


def service_account(world: World, base_url: str) -> dict[str, str]:
    """Returns the service account's key file as a dict."""
    return world.google.service_account_info(_google_token_url(base_url))


def _google_token_url(base_url: str) -> str:
    return f"{base_url}/google-token/token"


def _write_private(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(text, encoding="utf-8")
