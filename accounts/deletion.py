"""Disconnecting Google, and deleting an account. https://developer.spotify.com/policy asks for both to be easy."""

from __future__ import annotations

import logging

from django.db import IntegrityError, OperationalError, transaction
from social_django.models import UserSocialAuth

from accounts.models import Credential, Revocation, User
from accounts.revocation import request_revocations, revoke
from accounts.signals import account_closing, account_deleted
from accounts.tombstones import begin_tombstone, finish_tombstone

log = logging.getLogger(__name__)

ATTEMPTS = 5
"""Of a deletion: a worker that stores something of the person's in the same moment makes one fail."""


def disconnect_google(user: User) -> bool:
    """Deletes the permission here and takes it back at Google; whether Google has done so by now.

    A linked spreadsheet stays as it is. `accounts.revocation` goes on asking.
    """
    with transaction.atomic(durable=True):
        revocations = request_revocations(user)
        Credential.objects.filter(user=user, provider=Credential.Provider.GOOGLE).delete()
        UserSocialAuth.objects.filter(user=user, provider="google-oauth2").delete()
    return revoke(revocations)


def delete_account(user: User) -> bool:
    """Deletes all that is stored of a person: library, history, runs, tokens. Their spreadsheet stays.

    Returns whether the permission at Google is taken back by now; `accounts.revocation` goes on asking. Spotify has no
    way to revoke a permission for a person: they do it themselves at spotify.com/account/apps.
    Raises a database error after `ATTEMPTS`; the person is still there then, and so is their permission. Raises
    `RuntimeError` inside a transaction: what another one may roll back must not be told to Google.
    """
    # Before, and committed: a worker that has the person's run stops at its next step.
    account_closing.send(sender=User, user=user)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            revocations = _delete(user)
            break
        except (IntegrityError, OperationalError) as error:
            # A row that a worker has stored since the rows to delete were collected, or both waiting for each other.
            log.info("deletion of user %s: attempt %s failed (%s)", user.pk, attempt, type(error).__name__)
            if attempt == ATTEMPTS:
                raise
    return revoke(revocations)


def _delete(user: User) -> list[Revocation]:
    with transaction.atomic(durable=True):
        # Locked, so that whoever stores something of theirs waits, and finds nobody to store it for.
        locked = User.objects.select_for_update().filter(pk=user.pk).first()
        if locked is None:
            return []
        revocations = request_revocations(locked)
        locked.delete()
        account_deleted.send(sender=User, user_pk=user.pk)
        # Last, and before the commit: of a deletion that a backup may undo nothing may be lost.
        begin_tombstone(user)
    try:
        finish_tombstone(user)
    except OSError:
        log.exception(
            "user %s is deleted, which could not be kept: `after_restore` will ask about them", user.pk
        )
    return revocations
