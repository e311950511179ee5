"""An access token for Spotify's own features and genres: enrichment renews none itself."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import Credential
from accounts.token_refresh import access_token
from problems.kinds import Problem
from providers.source import SourceError, SourceFailure

# Longer than one batch takes, so that the token does not end within it.
MIN_VALIDITY = timedelta(seconds=120)
# The next sync of any person brings a token.
WAIT = timedelta(minutes=10)


def borrow_token() -> str:
    """Returns a person's access token, the one that expires last. Raises `SourceError` while none is valid."""
    # Only tokens that a sync has refreshed: a refused refresh here would disconnect a person outside of their syncs.
    credential = (
        Credential.objects.filter(
            provider=Credential.Provider.SPOTIFY,
            client_id=settings.SPOTIFY_CLIENT_ID,
            state=Credential.State.ACTIVE,
            expires_at__gt=timezone.now() + MIN_VALIDITY,
            user__is_active=True,
        )
        .select_related("user")
        .order_by("-expires_at")
        .first()
    )
    # LIMITED and not DOWN: a missing token says nothing about the state of the source.
    if credential is None:
        raise SourceError(SourceFailure.LIMITED, retry_after=WAIT)
    try:
        return access_token(credential.user, Credential.Provider.SPOTIFY)
    except Problem as problem:
        raise SourceError(SourceFailure.LIMITED, retry_after=WAIT) from problem
