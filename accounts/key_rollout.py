"""The order in which a key is changed: it can be read everywhere before anything is sealed with it.

    ENCRYPTION_KEYS=old          everything is under the old key
    ENCRYPTION_KEYS=old,new      deployed everywhere: each process reads both, and seals with the old one
    ENCRYPTION_KEYS=new,old      deployed everywhere, then `manage.py reseal`
    ENCRYPTION_KEYS=new          deployed everywhere

Between two neighbouring lines processes of both can run side by side. A process that is started with a first key that
none was started with before would seal tokens that the others cannot open: it refuses to start.
"""

from __future__ import annotations

from hashlib import sha256

from celery import current_app
from django.conf import settings
from django.db import connections
from kombu.exceptions import OperationalError

from accounts.models import SealingKey
from accounts.sealing import is_under_newest_key, sealed_models
from accounts.security_log import SecurityEvent, log_event

# Seconds: workers answer from a thread that does nothing else.
ANSWER_WITHIN = 2.0


def key_fingerprint(key: str) -> str:
    """Returns what a key is known by. It tells nothing about the key, which is 256 random bits."""
    return sha256(key.encode("ascii")).hexdigest()


def key_fingerprints() -> list[str]:
    """Returns those of this process's keys, in their order."""
    return [key_fingerprint(key) for key in settings.ENCRYPTION_KEYS]


def is_first_key_new(alias: str = "default") -> bool:
    """Whether no process was started with the first key before, although there are tokens under another one."""
    if not settings.ENCRYPTION_KEYS or not _has_table(alias):
        return False
    known = set(SealingKey.objects.using(alias).values_list("fingerprint", flat=True))
    # Without any the site is new, or was updated to this check just now.
    return bool(known) and key_fingerprints()[0] not in known and not _seals_something(alias)


def remember_keys() -> None:
    """Records that a process with this one's keys was started."""
    if _has_table("default"):
        known = set(SealingKey.objects.values_list("fingerprint", flat=True))
        rows = [SealingKey(fingerprint=one) for one in key_fingerprints() if one not in known]
        SealingKey.objects.bulk_create(rows, ignore_conflicts=True)
        if rows:
            log_event(SecurityEvent.KEYS_ADDED, keys=len(rows))


def is_first_key_in_use() -> bool:
    """Whether anything is sealed with the first key, or nothing at all is sealed. True for a process without keys."""
    return not settings.ENCRYPTION_KEYS or not _has_table("default") or _seals_something("default")


def workers_without_first_key() -> list[str]:
    """Returns the names of running workers that were started without this process's first key, as far as they answer."""
    if not settings.REDIS_URL or not settings.ENCRYPTION_KEYS:
        return []
    try:
        answers = current_app.control.broadcast("readable_keys", reply=True, timeout=ANSWER_WITHIN) or []
    except OperationalError:  # Redis is away, and so is every worker's next message
        return []
    first = key_fingerprints()[0]
    return sorted(name for answer in answers for name, keys in answer.items() if first not in keys)


def _has_table(alias: str) -> bool:
    return SealingKey._meta.db_table in connections[alias].introspection.table_names()


def _texts(alias: str) -> list[str]:
    rows = (
        row
        for model, fields in sealed_models()
        for row in model._default_manager.using(alias).values_list(*fields)
    )
    return [text for row in rows for text in row if text]


def _seals_something(alias: str) -> bool:
    texts = _texts(alias)
    return not texts or any(map(is_under_newest_key, texts))
