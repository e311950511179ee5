"""Lets go of a vendor, or of everything. https://developer.spotify.com/policy asks for both to be easy."""

from __future__ import annotations

import logging

from django.db import transaction
from social_django.models import UserSocialAuth

from accounts.models import Credential, User
from accounts.sealing import KeyDoesNotOpen, unseal
from providers.oauth import revoke_google

logger = logging.getLogger(__name__)


def disconnect_google(user: User) -> None:
    """Takes the permission back at Google and forgets it here. A linked sheet stays as it is."""
    credential = Credential.objects.filter(user=user, provider=Credential.Provider.GOOGLE).first()
    if credential:
        _revoke(credential)
    with transaction.atomic():
        Credential.objects.filter(user=user, provider=Credential.Provider.GOOGLE).delete()
        UserSocialAuth.objects.filter(user=user, provider="google-oauth2").delete()


def delete_account(user: User) -> None:
    """Everything of this person here: library, history, runs, tokens. Their spreadsheet is theirs and stays.

    Spotify has no way to take a permission back for somebody: they do it at spotify.com/account/apps.
    """
    disconnect_google(user)
    user.delete()


def _revoke(credential: Credential) -> None:
    """Asked once. If Google does not answer, the person can do it at myaccount.google.com/connections."""
    try:
        status = revoke_google(unseal(credential.refresh_sealed or credential.access_sealed))
    except (ConnectionError, KeyDoesNotOpen) as error:
        logger.warning("Google's permission could not be taken back: %s", type(error).__name__)
    else:
        logger.info("Google's permission was taken back: %s", status)
