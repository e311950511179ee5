"""Refuses to start a public site whose privacy page could not say who is responsible for it, and looks at its files."""

from __future__ import annotations

import os
import stat
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ImproperlyConfigured

OPERATOR = ("OPERATOR_NAME", "OPERATOR_CONTACT")


def require_operator() -> None:
    """For the start of web. Raises `ImproperlyConfigured` that says what to do."""
    if message := _error():
        raise ImproperlyConfigured(message)


def check_operator(**_: Any) -> list[CheckMessage]:
    """The same as a system check: run by `serve`, `migrate` and `check`."""
    return [Error(message, id="spotistats.E001")] if (message := _error()) else []


def check_env_file(**_: Any) -> list[CheckMessage]:
    """Warns of a `.env` that other users of the machine can read or change: it holds every secret of the site."""
    try:
        mode = settings.ENV_FILE.stat().st_mode
    except OSError:  # there is none, or it is not ours to see
        return []
    # Not a device: /dev/null stands for no file.
    if not stat.S_ISREG(mode) or not mode & (stat.S_IRWXG | stat.S_IRWXO):
        return []
    message = (
        f"Other users of this machine can read or change {settings.ENV_FILE} (mode {stat.S_IMODE(mode):o}), which holds"
        " secrets."
    )
    return [Warning(message, hint=f"chmod 600 {settings.ENV_FILE}", id="spotistats.W001")]


def check_deletions_file(**_: Any) -> list[CheckMessage]:
    """Warns of a file of deletions that cannot be written: nobody could delete their data."""
    file = settings.DELETIONS_FILE
    if os.access(file if file.exists() else file.parent, os.W_OK):
        return []
    message = f"DELETIONS_FILE is {file}, which this process cannot write: nobody could delete their data."
    hint = "Make its folder, and give it to the user that the site runs as."
    return [Warning(message, hint=hint, id="spotistats.W002")]


def _error() -> str:
    missing = [name for name in OPERATOR if not getattr(settings, name)]
    if not missing or not settings.PUBLIC:
        return ""
    names = " and ".join(missing)
    return (
        f"{names} {'is' if len(missing) == 1 else 'are'} not set. SITE_URL is {settings.SITE_URL}, which other people"
        " can reach, and the privacy page has to tell them who is responsible and how to reach them: set"
        f" {names} in the environment or in .env."
    )
