"""Brings every stored token under the newest key."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Credential
from accounts.sealing import is_under_newest_key, reseal


@dataclass(frozen=True, slots=True)
class ResealReport:
    resealed: int
    already: int
    changed_meanwhile: int


def reseal_everything() -> ResealReport:
    """Safe to repeat and beside a running site: a row that changes under our hands is left as it is.

    Whoever changed it sealed it, under the newest key of its process: run again when any is counted.
    """
    resealed = already = missed = 0
    for credential in Credential.objects.order_by("pk").iterator():
        sealed = (credential.access_sealed, credential.refresh_sealed)
        if all(is_under_newest_key(text) for text in sealed if text):
            already += 1
        elif _replace(credential, sealed):
            resealed += 1
        else:
            missed += 1
    return ResealReport(resealed, already, missed)


def _replace(credential: Credential, sealed: tuple[str, str]) -> bool:
    access, refresh = (reseal(text) if text else "" for text in sealed)
    unchanged = Credential.objects.filter(pk=credential.pk, access_sealed=sealed[0], refresh_sealed=sealed[1])
    return bool(unchanged.update(access_sealed=access, refresh_sealed=refresh))
