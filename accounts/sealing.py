"""Seals what must not be readable in the database (tokens), under the keys of `ENCRYPTION_KEYS`.

The first key seals, all of them open, so that keys can be changed without a stop, in the order that
`accounts.key_rollout` draws. Nothing is sealed again when it is read; a token that is refreshed is sealed under the first
key, because it is a new token.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.db.models import Model

from accounts.models import Credential
from accounts.problems import KeyDoesNotOpen
from accounts.security_log import SecurityEvent, log_event


def sealed_models() -> list[tuple[type[Model], tuple[str, ...]]]:
    """Returns every model with secrets, in whichever package, and the fields that hold them: they are called so."""
    sealed = [
        (model, tuple(field.name for field in model._meta.fields if field.name.endswith("_sealed")))
        for model in apps.get_models()
    ]
    return [(model, fields) for model, fields in sealed if fields]


def seal(text: str) -> str:
    """Returns the text sealed under the newest key, as ASCII."""
    return _keys().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """Returns the text that was sealed. Raises `KeyDoesNotOpen`."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise KeyDoesNotOpen from error


def is_under_newest_key(sealed: str) -> bool:
    """Whether the first of `ENCRYPTION_KEYS` opens the text."""
    try:
        Fernet(settings.ENCRYPTION_KEYS[0]).decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


def reseal(sealed: str) -> str:
    """Returns the same secret sealed under the newest key. Raises `KeyDoesNotOpen`."""
    return sealed if is_under_newest_key(sealed) else seal(unseal(sealed))


def _keys() -> MultiFernet:
    return _multi_fernet(tuple(settings.ENCRYPTION_KEYS))


# Cached by the keys, so that tests can exchange them.
@lru_cache(maxsize=4)
def _multi_fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


@dataclass(frozen=True, slots=True)
class ResealReport:
    """How many secrets were sealed again, were under the newest key already, or were changed meanwhile."""

    resealed: int
    already: int
    changed_meanwhile: int


def reseal_all() -> ResealReport:
    """Seals every stored secret under the newest key. Safe to repeat, and beside a running site.

    Raises `KeyDoesNotOpen`, and then the secrets before that one are sealed again.
    """
    resealed = already = missed = 0
    for model, fields in sealed_models():
        for row in model._default_manager.order_by("pk").iterator():
            sealed = {field: getattr(row, field) for field in fields}
            if all(is_under_newest_key(text) for text in sealed.values() if text):
                already += 1
            elif _replace(row, sealed):
                resealed += 1
            else:
                missed += 1
    log_event(SecurityEvent.KEYS_CHANGED, resealed=resealed, already=already, missed=missed)
    return ResealReport(resealed, already, missed)


def give_up_lost() -> int:
    """Empties each secret that no key opens, for good; returns of how many rows.

    A connection ends, so that its person connects again; a revocation counts as given up; a second factor opens nothing until
    it is enrolled anew.
    """
    given_up = 0
    for model, fields in sealed_models():
        ended = {"state": Credential.State.ENDED} if model is Credential else {}
        for row in model._default_manager.order_by("pk").iterator():
            sealed = {field: getattr(row, field) for field in fields}
            if not opens(*sealed.values()):
                unchanged = model._default_manager.filter(pk=row.pk, **sealed)
                given_up += unchanged.update(**dict.fromkeys(fields, ""), **ended)
    log_event(SecurityEvent.KEYS_CHANGED, given_up=given_up)
    return given_up


def opens(*sealed: str) -> bool:
    """Whether the keys open each of the texts that is not empty."""
    try:
        for text in sealed:
            if text:
                unseal(text)
    except KeyDoesNotOpen:
        return False
    return True


def _replace(row: Model, sealed: dict[str, str]) -> bool:
    again = {field: reseal(text) if text else "" for field, text in sealed.items()}
    # A row that was refreshed meanwhile is left as it is: it holds a newer token, sealed by a running process whose
    # newest key may still be the old one, so that the command has to be run again.
    return bool(type(row)._default_manager.filter(pk=row.pk, **sealed).update(**again))
