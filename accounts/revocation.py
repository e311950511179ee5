"""Takes permissions back at Google, and goes on asking until Google has done it.

    disconnect or delete ─→ Revocation (token sealed) ─→ Google: 200, or it knows the token no more ─→ row deleted
                                       ↑ 1, 2, 4 … 60 min │ no answer, 429, 503
                                       └──────────────────┘ after a day: the token is deleted, the person does it by hand

After anything but a success the token lives (https://www.rfc-editor.org/rfc/rfc7009#section-2.2.1), so that it is kept
sealed until then. Spotify has no such endpoint: people take that permission back at spotify.com/account/apps.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import Q
from django.utils import timezone

from accounts.models import Credential, Revocation, User
from accounts.problems import KeyDoesNotOpen
from accounts.sealing import unseal
from providers.token_endpoint.client import revoke_google

logger = logging.getLogger(__name__)

GOOGLE_CONNECTIONS = "https://myaccount.google.com/connections"
"""Where a person takes a permission back by hand."""
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=1)
SHOWN_FOR = timedelta(days=30)
"""How long a person reads that they have to do it by hand."""
# Each may wait ten seconds for Google, and the call comes once a minute.
BATCH = 5


def request_revocations(user: User) -> list[Revocation]:
    """Stores that the person's permissions at Google are to be taken back. For the transaction that deletes them here."""
    granted = Credential.objects.filter(user=user, provider=Credential.Provider.GOOGLE)
    return [
        Revocation.objects.create(
            user=user,
            account_hash=_hash_of(one.account),
            token_sealed=one.refresh_sealed or one.access_sealed,
            due_at=timezone.now(),
        )
        for one in granted
        # Without tokens the permission has ended at Google already.
        if one.refresh_sealed or one.access_sealed
    ]


def forget_revocations(account: str) -> None:
    """Deletes what was to be taken back from an account that has just agreed anew: it would end the new permission."""
    Revocation.objects.filter(account_hash=_hash_of(account)).exclude(account_hash="").delete()


def revoke_due() -> None:
    """Asks Google about the revocations that are due. For a task each minute."""
    now = timezone.now()
    due = Revocation.objects.filter(due_at__lte=now).exclude(token_sealed="").order_by("due_at")
    revoke(due[:BATCH])
    given_up = Revocation.objects.filter(token_sealed="")
    # Of people who have left nobody reads how it ended.
    given_up.filter(Q(user=None) | Q(created_at__lt=now - SHOWN_FOR)).delete()


def revoke(revocations: Iterable[Revocation]) -> bool:
    """Asks Google to take each permission back; whether all of them are. Never call it inside a transaction."""
    answers = [_revoke(one) for one in revocations]
    return all(answers)


def _revoke(revocation: Revocation) -> bool:
    if not _claim(revocation):
        return False
    try:
        is_revoked = revoke_google(unseal(revocation.token_sealed))
    except KeyDoesNotOpen:
        _give_up(revocation, "no key opens its token")
        return False
    except ConnectionError as error:
        logger.info("revocation %s: Google gave no answer (%s)", revocation.pk, error)
        is_revoked = False
    if is_revoked:
        logger.info("revocation %s is done", revocation.pk)
        Revocation.objects.filter(pk=revocation.pk).delete()
    elif timezone.now() >= revocation.created_at + GIVE_UP_AFTER:
        _give_up(revocation, "Google has given no answer for a day")
    return is_revoked


def _give_up(revocation: Revocation, reason: str) -> None:
    # Of who has left this line is the last trace: the page that they left from has told them where to do it.
    who = f"user {revocation.user_id}" if revocation.user_id else "somebody who has left"
    logger.warning("revocation %s is given up (%s): only %s can do it, at Google", revocation.pk, reason, who)
    Revocation.objects.filter(pk=revocation.pk).update(token_sealed="")


def _claim(revocation: Revocation) -> bool:
    """Takes this try for itself; False where another process has it."""
    free = Revocation.objects.filter(pk=revocation.pk, due_at=revocation.due_at).exclude(token_sealed="")
    return bool(free.update(due_at=_next_try(revocation), attempts=revocation.attempts + 1))


def _next_try(revocation: Revocation) -> datetime:
    return timezone.now() + min(FIRST_WAIT * (1 << min(revocation.attempts, 10)), LONGEST_WAIT)


def _hash_of(account: str) -> str:
    return sha256(f"google:{account}".encode()).hexdigest() if account else ""
