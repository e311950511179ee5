"""Disconnecting Google, and deleting an account. https://developer.spotify.com/policy asks for both to be easy."""

from __future__ import annotations

import logging

from django.db import transaction
from social_django.models import UserSocialAuth

from accounts.models import Credential, User
from accounts.problems import KeyDoesNotOpen
from accounts.sealing import unseal
from providers.token_endpoint.client import revoke_google

logger = logging.getLogger(__name__)


def disconnect_google(user: User) -> None:
    """Revokes the permission at Google, then deletes it here. A linked spreadsheet stays as it is."""
    credential = Credential.objects.filter(user=user, provider=Credential.Provider.GOOGLE).first()
    # First: the token is needed for it, and is gone with the row.
    if credential:
        _revoke(credential)
    with transaction.atomic():
        Credential.objects.filter(user=user, provider=Credential.Provider.GOOGLE).delete()
        UserSocialAuth.objects.filter(user=user, provider="google-oauth2").delete()


def delete_account(user: User) -> None:
    """Deletes all that is stored of a person: library, history, runs, tokens. Their spreadsheet stays.

    Spotify has no way to revoke a permission for a person: they do it themselves at spotify.com/account/apps.
    """
    disconnect_google(user)
    user.delete()


def _revoke(credential: Credential) -> None:
    # One try: the person must not be kept from leaving, and can revoke it at myaccount.google.com/connections.
    try:
        status = revoke_google(unseal(credential.refresh_sealed or credential.access_sealed))
    except (ConnectionError, KeyDoesNotOpen) as error:
        logger.warning("Google's permission could not be revoked: %s", type(error).__name__)
    else:
        logger.info("Google's permission was revoked: %s", status)
