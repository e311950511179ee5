"""Refuses to start a public site whose privacy page could not say who is responsible for it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

OPERATOR = ("OPERATOR_NAME", "OPERATOR_CONTACT")


def require_operator() -> None:
    """For the start of web. Raises `ImproperlyConfigured` that says what to do."""
    if message := _error():
        raise ImproperlyConfigured(message)


def check_operator(**_: Any) -> list[CheckMessage]:
    """The same as a system check: run by `serve`, `migrate` and `check`."""
    return [Error(message, id="spotistats.E001")] if (message := _error()) else []


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
