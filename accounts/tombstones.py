"""Who has been deleted, kept outside of the database: a backup that is restored brings nobody back.

    2026-11-28T06:31:02Z 9f86d081884c7d65…      a line a person: when, and a hash of what their row held

The hash is of values that only a copy of the row has, its moment of joining to the microsecond among them: without such a
copy nobody can be found by it. `settings.DELETIONS_FILE` has to lie where a restored backup does not overwrite it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from hashlib import sha256

from django.conf import settings
from django.utils import timezone

from accounts.models import User


def add_tombstone(user: User) -> None:
    """Writes that the person is deleted, durably. Raises `OSError`: a deletion that cannot be kept must not be done."""
    line = f"{timezone.now():%Y-%m-%dT%H:%M:%SZ} {_hash_of(user)}\n"
    handle = os.open(settings.DELETIONS_FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        # One line at a time, also of several processes.
        fcntl.flock(handle, fcntl.LOCK_EX)
        os.write(handle, line.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def restored_people() -> Iterator[User]:
    """Yields the people in the database who have been deleted: a restored backup has brought them back."""
    hashes = _read()
    for user in User.objects.order_by("pk").iterator():
        if _hash_of(user) in hashes:
            yield user


def _read() -> set[str]:
    try:
        lines = settings.DELETIONS_FILE.read_text().splitlines()
    except FileNotFoundError:
        return set()
    # The last word: a line that a power cut has left unfinished matches nobody.
    return {line.rpartition(" ")[2] for line in lines if line}


def _hash_of(user: User) -> str:
    parts = (user.pk, user.date_joined.timestamp(), user.username, user.spotify_account_id, user.spotify_id)
    return sha256(repr(parts).encode()).hexdigest()
