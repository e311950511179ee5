"""Stores and reads a person's permission at a vendor; its tokens are sealed."""

from __future__ import annotations

import calendar
from datetime import datetime

from django.utils import timezone

from accounts.models import Credential, User
from accounts.problems import NoLastingPermission, NotConnected
from accounts.revocation import forget_revocations
from accounts.sealing import seal
from providers.token_endpoint.records import Grant

# https://developer.spotify.com/blog/2026-06-18-refresh-token-expiration
SPOTIFY_CONSENT_MONTHS = 6


def get_credential(user: User, provider: str) -> Credential:
    """Returns the person's permission at `provider`. Raises `NotConnected` when there is none."""
    credential = Credential.objects.filter(user=user, provider=provider).first()
    if credential is None:
        raise NotConnected(vendor=provider)
    return credential


def store_consent(user: User, provider: str, grant: Grant, *, client_id: str, account: str) -> Credential:
    """Stores what a code exchange granted; the six months of a consent begin anew.

    Raises `NoLastingPermission` when neither the vendor nor an earlier consent gave a refresh token.
    """
    # A vendor may leave the refresh token out where it has granted one before. The old one is valid for the same
    # account and app, and for no other.
    old = Credential.objects.filter(
        user=user, provider=provider, client_id=client_id, account=account
    ).first()
    refresh = seal(grant.refresh) if grant.refresh else old.refresh_sealed if old else ""
    if not refresh:
        raise NoLastingPermission(vendor=provider)
    now = timezone.now()
    if provider == Credential.Provider.GOOGLE:
        forget_revocations(account)
    credential, _ = Credential.objects.update_or_create(
        user=user,
        provider=provider,
        defaults={
            "client_id": client_id,
            "account": account,
            "access_sealed": seal(grant.access),
            "refresh_sealed": refresh,
            "expires_at": grant.expires_at,
            "scopes": " ".join(sorted(grant.scopes)),
            "authorized_at": now,
            "refreshed_at": now,
            "state": Credential.State.ACTIVE,
            "unconfirmed_since": None,
            "refused_at": None,
            "refreshing_until": None,
        },
    )
    return credential


def store_refreshed(seen: Credential, grant: Grant) -> bool:
    """Stores a refreshed token; returns False, and stores nothing, when the person has signed in again meanwhile."""
    rotated = {"refresh_sealed": seal(grant.refresh)} if grant.refresh else {}
    # A new sign-in has other tokens: to overwrite them with those of the old consent would end it.
    same_consent = Credential.objects.filter(pk=seen.pk, authorized_at=seen.authorized_at)
    return bool(
        same_consent.update(
            access_sealed=seal(grant.access),
            expires_at=grant.expires_at,
            refreshed_at=timezone.now(),
            state=Credential.State.ACTIVE,
            unconfirmed_since=None,
            refused_at=None,
            refreshing_until=None,
            **rotated,
        )
    )


def expires_with_consent(credential: Credential) -> datetime | None:
    """Returns when the consent ends by itself (aware UTC), None where consents do not."""
    if credential.provider != Credential.Provider.SPOTIFY:
        return None
    return _months_later(credential.authorized_at, SPOTIFY_CONSENT_MONTHS)


def _months_later(moment: datetime, months: int) -> datetime:
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))
