"""Seals what must not be readable in the database (tokens), under the keys of `ENCRYPTION_KEYS`.

The first key is the newest: it seals. All of them open, so that keys can be changed without a stop:
put a new one in front, restart, run `manage.py reseal`, take the old one out.
"""

from __future__ import annotations

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from problems.kinds import AskOperator


class KeyDoesNotOpen(AskOperator):
    """None of the configured keys opens a sealed text."""

    def __init__(self) -> None:
        super().__init__(
            "key_does_not_open",
            "None of the keys in ENCRYPTION_KEYS opens the stored tokens. Put the key that sealed them back"
            " into ENCRYPTION_KEYS, behind the new one, and restart.",
        )


def seal(text: str) -> str:
    """The text under the newest key, as ASCII."""
    return _keys().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """What was sealed; raises `KeyDoesNotOpen`."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise KeyDoesNotOpen from error


def is_under_newest_key(sealed: str) -> bool:
    try:
        Fernet(settings.ENCRYPTION_KEYS[0]).decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


def reseal(sealed: str) -> str:
    """The same secret under the newest key; raises `KeyDoesNotOpen`."""
    return sealed if is_under_newest_key(sealed) else seal(unseal(sealed))


def _keys() -> MultiFernet:
    return _multi_fernet(tuple(settings.ENCRYPTION_KEYS))


@lru_cache(maxsize=4)
def _multi_fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
