"""Reads the environment, and refuses a half-configured start with a sentence that names the variable."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def is_loopback(url: str) -> bool:
    """Whether a site's address is this machine alone: only then are keys made for it."""
    return urlsplit(url).hostname in LOOPBACK


def kept_secret(value: str, name: str, *, path: Path, site_url: str, make: Callable[[], str]) -> str:
    """The value of variable `name`; on a laptop without one, a secret made once and kept in `path` (mode 600)."""
    if value:
        return value
    if not is_loopback(site_url):
        raise ImproperlyConfigured(
            f"{name} is not set. SITE_URL is {site_url}, which other machines can reach, so the key has to be"
            f" yours: set {name} in the environment or in .env (`.env.example` says how to make one)."
        )
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(make(), encoding="ascii")
        try:
            path.hardlink_to(draft)  # the first of several processes wins, all read the same file
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


def fernet_keys(text: str) -> list[str]:
    """`ENCRYPTION_KEYS`, newest first; a malformed key is refused at start, not at the first login."""
    keys = [key.strip() for key in text.split(",") if key.strip()]
    for number, key in enumerate(keys, start=1):
        try:
            Fernet(key)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"ENCRYPTION_KEYS: key number {number} is not a Fernet key (32 bytes, url-safe base64)."
                " `.env.example` says how to make one."
            ) from error
    if not keys:
        raise ImproperlyConfigured("ENCRYPTION_KEYS is empty. `.env.example` says how to make a key.")
    return keys


def make_fernet_key() -> str:
    return Fernet.generate_key().decode("ascii")


def service_account(text: str) -> dict[str, Any] | None:
    """`GOOGLE_SERVICE_ACCOUNT`: the key file's path, or its JSON; None when not set."""
    text = text.strip()
    if not text:
        return None
    try:
        info = json.loads(text if text.startswith("{") else Path(text).read_text(encoding="utf-8"))
    except OSError as error:
        raise ImproperlyConfigured(f"GOOGLE_SERVICE_ACCOUNT: the file cannot be read: {error}") from error
    except ValueError as error:
        raise ImproperlyConfigured(
            "GOOGLE_SERVICE_ACCOUNT is neither a JSON key nor the path of one."
        ) from error
    if not isinstance(info, dict) or not {"client_email", "private_key"} <= info.keys():
        raise ImproperlyConfigured(
            "GOOGLE_SERVICE_ACCOUNT: this is JSON, but not a service account's key (client_email, private_key)."
        )
    return info


def version_in(changelog: Path) -> str:
    """The newest version that the changelog names."""
    newest = re.search(r"^## \[(\d[^]]*)\]", changelog.read_text(encoding="utf-8"), re.MULTILINE)
    if newest is None:
        raise ImproperlyConfigured(f"{changelog.name} names no version.")
    return newest[1]
