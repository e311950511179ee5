"""Reads the environment. A value that is missing or wrong refuses the start with a message that names the variable.

Messages never show the value of a variable that may hold a secret.
"""

from __future__ import annotations

import difflib
import json
import re
import secrets
import warnings
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from environ import Env

N = TypeVar("N", int, float)
DATABASES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
# The keys without which a process of a public site does not start, by the name that PROCESS has for it. "any" is a site
# in one process, and every command.
SECRETS_OF_PROCESS: dict[str, set[str]] = {
    "any": {"DJANGO_SECRET_KEY", "ENCRYPTION_KEYS"},
    "web": {"DJANGO_SECRET_KEY", "ENCRYPTION_KEYS"},
    "worker": {"ENCRYPTION_KEYS"},
    "enricher": {"ENCRYPTION_KEYS"},
    "beat": set(),
    "migrate": set(),
}


REDIS_SCHEMES = ("redis://", "rediss://", "unix://")
METRICS_TOKEN_LENGTH = 20
# Read by docker-compose.yml alone.
ONLY_COMPOSE = {"POSTGRES_PASSWORD", "REDIS_PASSWORD"}


class RecordingEnv(Env):  # type: ignore[misc]  # django-environ has no types
    """The environment; `names` are the variables that were asked for, which are all settings there are."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get_value(self, var: str, *args: Any, **options: Any) -> Any:
        self.names.add(var)
        return super().get_value(var, *args, **options)


def names_in(file: Path) -> list[str]:
    """Returns the variables that an `.env` file sets, in its order; none where it cannot be read."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    return re.findall(r"^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=", text, re.MULTILINE)


def require_existing_names(given: Iterable[str], names: set[str]) -> None:
    """Raises `ImproperlyConfigured` that lists every variable which is no setting, with the one that it may stand for."""
    existing = names | ONLY_COMPOSE
    wrong = []
    for name in given:
        # COMPOSE_PROJECT_NAME and its like are Docker's.
        if name in existing or name.startswith("COMPOSE_"):
            continue
        close = difflib.get_close_matches(name.upper(), sorted(existing), n=1, cutoff=0.75)
        wrong.append(f"{name} (did you mean {close[0]}?)" if close else name)
    if wrong:
        raise ImproperlyConfigured(
            f"The .env file sets what is no setting: {', '.join(wrong)}. `.env.example` lists every setting."
        )


def site_url(text: str) -> str:
    """Returns the address of the site, without a slash at its end. Raises `ImproperlyConfigured`."""
    address = text.strip()
    if not address.startswith(("http://", "https://")):
        raise ImproperlyConfigured(f"SITE_URL is {address}: it has to begin with http:// or https://.")
    address = address.rstrip("/")
    try:
        parts = urlsplit(address)
        is_complete = bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, or too high
        is_complete = False
    if not is_complete or parts.path or parts.query or parts.fragment or parts.username:
        raise ImproperlyConfigured(
            "SITE_URL has to be a scheme, a name and perhaps a port, and nothing else: https://tracks.example or"
            " http://127.0.0.1:8000."
        )
    if parts.hostname == "localhost":
        raise ImproperlyConfigured(
            f"SITE_URL is {address}: Spotify refuses localhost in a redirect URI. Write 127.0.0.1 instead."
        )
    return address


def site_name(text: str) -> str:
    """Returns the name of the site. Raises `ImproperlyConfigured` for one that Spotify's terms forbid."""
    # https://developer.spotify.com/documentation/design
    name = text.strip()
    if name.casefold().startswith("spot"):
        raise ImproperlyConfigured(
            f"SITE_NAME is {name!r}: Spotify does not allow names that begin with “Spot”. Choose another."
        )
    return name


def redis_url(text: str) -> str:
    """Returns the address of Redis, "" where there is none. Raises `ImproperlyConfigured`, without the address."""
    address = text.strip()
    try:
        is_address = not address or (address.startswith(REDIS_SCHEMES) and urlsplit(address).port != 0)
    except ValueError:
        is_address = False
    if not is_address:
        raise ImproperlyConfigured(
            "REDIS_URL is not the address of a Redis: it has to be redis://:password@host:port/number, rediss://… with"
            " TLS, or empty for a site in one process."
        )
    return address


def metrics_token(text: str) -> str:
    """Returns the token of `/metrics`, "" where nobody may read them. Raises `ImproperlyConfigured` for a short one."""
    token = text.strip()
    if token and len(token) < METRICS_TOKEN_LENGTH:
        raise ImproperlyConfigured(
            f"METRICS_TOKEN is shorter than {METRICS_TOKEN_LENGTH} characters: make one as `.env.example` says."
        )
    return token


def is_loopback(url: str) -> bool:
    """Returns whether a site's address is this machine alone: only then are keys made for it."""
    return urlsplit(url).hostname in LOOPBACK


def kept_secret(value: str, name: str, *, path: Path, site_url: str, make: Callable[[], str]) -> str:
    """Returns the value of variable `name`; on this machine alone, a secret made once and stored in `path` (mode 600).

    Raises `ImproperlyConfigured` when it is not set for a site that others can reach.
    """
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
            # Fails if the file exists, unlike a rename: of several processes the first one wins, and all read its
            # secret.
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


def fernet_keys(text: str) -> list[str]:
    """Returns the keys of `ENCRYPTION_KEYS`, newest first.

    Raises `ImproperlyConfigured` for a malformed key: at the start, and not at the first sign-in.
    """
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
    """Returns the key of `GOOGLE_SERVICE_ACCOUNT`, which is its file's path or its JSON; None when not set.

    Raises `ImproperlyConfigured` when it is no such key.
    """
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
    """Returns the newest version that the changelog names. Raises `ImproperlyConfigured` if there is none."""
    newest = re.search(r"^## \[(\d[^]]*)\]", changelog.read_text(encoding="utf-8"), re.MULTILINE)
    if newest is None:
        raise ImproperlyConfigured(f"{changelog.name} names no version.")
    return newest[1]


def database(env: Env, name: str, default: str) -> dict[str, Any]:
    """Returns variable `name` as Django's settings of a database. Raises `ImproperlyConfigured`."""
    # django-environ warns of what it does not know with the whole address, password included.
    with warnings.catch_warnings(action="ignore"):
        try:
            parsed: dict[str, Any] = env.db_url(name, default=default)
        except ValueError:  # The port is no number.
            parsed = {}
    if parsed.get("ENGINE") not in DATABASES:
        raise ImproperlyConfigured(
            f"{name} is not the address of a database: it has to be sqlite:////path/to/file or"
            " postgres://user:password@host:port/name."
        )
    return parsed


def whole(env: Env, name: str, default: int, least: int, most: int) -> int:
    """Returns variable `name` as a whole number from `least` to `most`. Raises `ImproperlyConfigured`."""
    return _ranged(name, env.str(name, default=str(default)), int, least, most)


def wholes(env: Env, name: str, default: list[int], least: int, most: int) -> list[int]:
    """Returns variable `name` as whole numbers, separated by commas. Raises `ImproperlyConfigured`."""
    text = env.str(name, default=",".join(map(str, default)))
    return [_ranged(name, part, int, least, most) for part in text.split(",")]


def number(env: Env, name: str, default: float, least: float, most: float) -> float:
    """Returns variable `name` as a number from `least` to `most`. Raises `ImproperlyConfigured`."""
    return _ranged(name, env.str(name, default=str(default)), float, least, most)


def one_of(env: Env, name: str, default: str, choices: Sequence[str]) -> str:
    """Returns variable `name` as one of `choices`, in capitals or not. Raises `ImproperlyConfigured`."""
    return _chosen(name, env.str(name, default=default), choices)


def some_of(env: Env, name: str, choices: list[str]) -> list[str]:
    """Returns variable `name` as some of `choices`, separated by commas; all of them when not set.

    Raises `ImproperlyConfigured`.
    """
    text = env.str(name, default=",".join(choices))
    return [_chosen(name, part, choices) for part in text.split(",") if part.strip()]


def _ranged(name: str, text: str, read: Callable[[str], N], least: N, most: N) -> N:
    """Raises `ImproperlyConfigured`."""
    kind = "a whole number" if read is int else "a number"
    try:
        value = read(text)
        if least <= value <= most:
            return value
    except ValueError:
        pass
    raise ImproperlyConfigured(f"{name} is {text!r}: it has to be {kind} from {least} to {most}.")


def _chosen(name: str, text: str, choices: Sequence[str]) -> str:
    """Raises `ImproperlyConfigured`."""
    for choice in choices:
        if text.strip().casefold() == choice.casefold():
            return choice
    raise ImproperlyConfigured(f"{name} is {text!r}: there is only {', '.join(choices)}.")
