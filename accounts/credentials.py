"""Keeps and reads a person's permission at a vendor, sealed."""

from __future__ import annotations

import calendar
from datetime import datetime

from django.utils import timezone

from accounts.models import Credential, User
from accounts.sealing import seal
from problems.kinds import Reconnect
from providers.oauth import Grant

# https://developer.spotify.com/blog/2026-06-18-refresh-token-expiration
SPOTIFY_CONSENT_MONTHS = 6


def credential_of(user: User, provider: str) -> Credential:
    """The person's permission at `provider`; raises `Reconnect` when there is none."""
    credential = Credential.objects.filter(user=user, provider=provider).first()
    if credential is None:
        name = Credential.Provider(provider).label
        raise Reconnect(
            f"{provider}_not_connected", f"{name} is not connected. Connect it to go on.", vendor=provider
        )
    return credential


def keep_consent(user: User, provider: str, grant: Grant, *, client_id: str, account: str) -> Credential:
    """Stores what a code exchange granted. The six months of a consent begin anew.

    Without a new refresh token the old one is kept, as long as it is of the same account and the same app.
    Raises `Reconnect` when there is none to keep: such a permission would end within the hour.
    """
    old = Credential.objects.filter(
        user=user, provider=provider, client_id=client_id, account=account
    ).first()
    refresh = seal(grant.refresh) if grant.refresh else old.refresh_sealed if old else ""
    if not refresh:
        raise no_lasting_permission(provider)
    now = timezone.now()
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
            "state": Credential.State.LIVE,
            "doubted_at": None,
            "refused_at": None,
            "refreshing_until": None,
        },
    )
    return credential


def no_lasting_permission(provider: str) -> Reconnect:
    return Reconnect(
        "no_lasting_permission",
        f"{Credential.Provider(provider).label} gave a permission for one hour only. Connect once more and"
        " allow access when you are asked.",
        vendor=provider,
    )


def keep_refreshed(seen: Credential, grant: Grant) -> bool:
    """Stores a renewed token; False when the person has signed in again meanwhile, which counts more."""
    renewed = {"refresh_sealed": seal(grant.refresh)} if grant.refresh else {}
    same_consent = Credential.objects.filter(pk=seen.pk, authorized_at=seen.authorized_at)
    return bool(
        same_consent.update(
            access_sealed=seal(grant.access),
            expires_at=grant.expires_at,
            refreshed_at=timezone.now(),
            state=Credential.State.LIVE,
            doubted_at=None,
            refused_at=None,
            refreshing_until=None,
            **renewed,
        )
    )


def expires_with_consent(credential: Credential) -> datetime | None:
    """When the person has to sign in again whatever happens (aware UTC); None where consents do not expire."""
    if credential.provider != Credential.Provider.SPOTIFY:
        return None
    return _months_later(credential.authorized_at, SPOTIFY_CONSENT_MONTHS)


def _months_later(moment: datetime, months: int) -> datetime:
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))
