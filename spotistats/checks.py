"""Refuses to start a public site whose privacy page could not say who is responsible for it, and warns of what looks wrong."""

from __future__ import annotations

import logging
import os
import re
import stat
from typing import Any
from urllib.parse import urlsplit

import redis
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, run_checks
from django.core.exceptions import ImproperlyConfigured

from spotistats.environment import is_loopback

log = logging.getLogger(__name__)

TAG = "spotistats"
OPERATOR = ("OPERATOR_NAME", "OPERATOR_CONTACT")
# In a container gunicorn listens on it, and docker-compose.yml publishes it on this machine alone.
CONTAINER_PORT = 8000
REDIS_SECONDS = 2
# How the vendors' values look in 2026: a value of another kind is what people paste by mistake.
SHAPES = {
    "SPOTIFY_CLIENT_ID": (r"[0-9a-f]{32}", "32 hexadecimal digits"),
    "SPOTIFY_CLIENT_SECRET": (r"[0-9a-f]{32}", "32 hexadecimal digits"),
    "GOOGLE_CLIENT_ID": (
        r"[\w-]+\.apps\.googleusercontent\.com",
        "a name that ends in .apps.googleusercontent.com",
    ),
    "LASTFM_API_KEY": (r"[0-9a-f]{32}", "32 hexadecimal digits"),
}
# Where the values of a stand-in for the vendor look otherwise.
ADDRESSES = {"SPOTIFY": "SPOTIFY_ACCOUNTS_URL", "GOOGLE": "GOOGLE_ACCOUNTS_URL", "LASTFM": "LASTFM_URL"}
PAIRS = (("SPOTIFY_CLIENT_ID", "SPOTIFY_CLIENT_SECRET"), ("GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"))


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


def check_port(**_: Any) -> list[CheckMessage]:
    """Warns of a port in SITE_URL at which no visitor of the containers arrives."""
    port = urlsplit(settings.SITE_URL).port or (443 if settings.SECURE else 80)
    if settings.PROCESS != "web" or (port == CONTAINER_PORT) != settings.PUBLIC:
        return []
    if settings.PUBLIC:
        message = (
            f"SITE_URL is {settings.SITE_URL}, and port {port} of a container is open to its machine alone."
        )
        hint = "Visitors come through the web server in front: leave the port out."
    else:
        message = f"SITE_URL is {settings.SITE_URL}, and docker-compose.yml publishes port {CONTAINER_PORT}, not {port}."
        hint = f"Set SITE_URL to http://127.0.0.1:{CONTAINER_PORT}, or publish {port} instead."
    return [Warning(message, hint=hint, id="spotistats.W003")]


def check_redis(**_: Any) -> list[CheckMessage]:
    """Warns of a Redis that does not answer: pages are shown without it, and syncs wait for it."""
    if not settings.REDIS_URL:
        return []
    parts = urlsplit(settings.REDIS_URL)
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=REDIS_SECONDS) as client:
            client.ping()
    except redis.AuthenticationError:
        message = "The Redis of REDIS_URL refuses its password."
    except redis.RedisError:
        # Not the address: its password is in it.
        message = (
            f"The Redis of REDIS_URL does not answer at {parts.hostname or parts.path}:{parts.port or 6379}."
        )
    else:
        return []
    hint = "Syncs wait until it answers; nothing is lost."
    return [Warning(message, hint=hint, id="spotistats.W004")]


def check_credentials(**_: Any) -> list[CheckMessage]:
    """Warns of credentials that are half or of another kind, without showing them."""
    messages = [
        f"{missing} is not set, and {given} is."
        for pair in PAIRS
        for given, missing in (pair, pair[::-1])
        if getattr(settings, given) and not getattr(settings, missing)
    ]
    for name, (shape, words) in SHAPES.items():
        value = getattr(settings, name)
        is_vendor = not is_loopback(getattr(settings, ADDRESSES[name.partition("_")[0]]))
        if value and is_vendor and not re.fullmatch(shape, value):
            messages.append(f"{name} does not look like one: it should be {words}.")
    hint = "`.env.example` says where to get it."
    return [Warning(message, hint=hint, id="spotistats.W005") for message in messages]


CHECKS = (
    check_operator,
    check_env_file,
    check_deletions_file,
    check_port,
    check_redis,
    check_credentials,
)


def log_warnings() -> None:
    """For the start of web, which runs no system checks: logs what they warn of."""
    for message in run_checks(tags=[TAG]):
        log.warning("%s %s", message.msg, message.hint or "")


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
