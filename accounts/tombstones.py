"""Who has been deleted, kept outside of the database: a backup that is restored brings nobody back.

    2026-11-28T06:31:02Z begun 9f86d081884c7d65…        right before the database commits: this line must be possible
    2026-11-28T06:31:02Z deleted 9f86d081884c7d65…      right after it has; without this line the person may still be there

The hash is of what never changes in a person's row and stands in each copy of it: their number, and the moment of joining to
the millisecond. It names nobody. `settings.DELETIONS_FILE` has to lie where a restored backup does not overwrite it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from hashlib import sha256

from django.conf import settings
from django.utils import timezone

from accounts.models import User

BEGUN, DELETED = "begun", "deleted"


def begin_tombstone(user: User) -> None:
    """Writes that the person is about to be deleted. Raises `OSError`: a deletion that cannot be kept must not be done."""
    _append(BEGUN, _hash_of(user))


def finish_tombstone(user: User) -> None:
    """Writes that the person is deleted. Raises `OSError`; `people_in_doubt` has them then."""
    _append(DELETED, _hash_of(user))


def restored_people() -> Iterator[User]:
    """Yields the people in the database who have been deleted: a restored backup has brought them back."""
    return _people_with(DELETED)


def people_in_doubt() -> Iterator[User]:
    """Yields those whose deletion was begun: it failed, or the machine stopped before it was written that it was done."""
    return _people_with(BEGUN)


def _append(word: str, person: str) -> None:
    """Adds a line, durably."""
    line = f"{timezone.now():%Y-%m-%dT%H:%M:%SZ} {word} {person}\n"
    handle = os.open(settings.DELETIONS_FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        # One line at a time, also of several processes.
        fcntl.flock(handle, fcntl.LOCK_EX)
        os.write(handle, line.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def _people_with(last_word: str) -> Iterator[User]:
    words = _read()
    for user in User.objects.order_by("pk").iterator():
        if words.get(_hash_of(user)) == last_word:
            yield user


def _read() -> dict[str, str]:
    """Returns how far each deletion has come, by the person's hash."""
    try:
        lines = settings.DELETIONS_FILE.read_text().splitlines()
    except FileNotFoundError:
        return {}
    words: dict[str, str] = {}
    for line in lines:
        # The last two: a line that a power cut has left unfinished stands in front of the next one, and matches nobody.
        _, _, rest = line.rpartition("Z ")
        word, _, person = rest.partition(" ")
        if words.get(person) != DELETED:
            words[person] = word
    return words


def _hash_of(user: User) -> str:
    # Django's own dumps keep no more than milliseconds.
    joined = user.date_joined.replace(microsecond=user.date_joined.microsecond // 1000 * 1000)
    return sha256(repr((user.pk, joined.timestamp())).encode()).hexdigest()
