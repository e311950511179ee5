"""What `invalid_grant` means the first time, the second time, and when everybody gets it at once."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.credentials import expires_with_consent
from accounts.models import Credential
from accounts.outage import looks_like_outage
from accounts.problems import Problem, Reconnect, TryLater

# A vendor's hiccup is over by then; said again later than this it is believed.
DOUBT = timedelta(minutes=15)
# No outage lasts a day: after that even what everybody gets is believed.
LONGEST_OUTAGE = timedelta(days=1)


def refused(seen: Credential) -> Problem:
    """Notes that the vendor refused the refresh token in `seen`, and says what follows from it."""
    now = timezone.now()
    row = Credential.objects.filter(pk=seen.pk, refresh_sealed=seen.refresh_sealed)
    doubted_at = seen.doubted_at or now
    row.update(state=Credential.State.DOUBTED, doubted_at=doubted_at, refused_at=now, refreshing_until=None)
    if now < doubted_at + DOUBT:
        return _later(seen, doubted_at + DOUBT)
    if now < doubted_at + LONGEST_OUTAGE and looks_like_outage(seen.provider, seen.client_id, now):
        return _later(seen, now + DOUBT)
    # The tokens are worth nothing any more: they are not kept.
    row.update(state=Credential.State.DEAD, access_sealed="", refresh_sealed="")
    return ended(seen)


def ended(credential: Credential) -> Reconnect:
    """The sentence of a permission that is over."""
    name, provider = credential.get_provider_display(), credential.provider
    limit = expires_with_consent(credential)
    if limit and limit <= timezone.now():
        return Reconnect(
            f"{provider}_consent_expired",
            f"{name} asks everybody to sign in again six months after they allowed access. Sign in again: your"
            " library, its history and your sheet stay as they are.",
            vendor=provider,
        )
    return Reconnect(
        f"{provider}_access_ended",
        f"{name} says that your permission has ended: you or {name} took it back. Connect {name} again to go"
        " on; your library and your sheet stay as they are.",
        vendor=provider,
    )


def _later(credential: Credential, when: datetime) -> TryLater:
    name = credential.get_provider_display()
    return TryLater(
        f"{credential.provider}_access_doubted",
        f"{name} refused to renew your permission. That may be a hiccup there: it is tried again by itself"
        " before you are asked to do anything.",
        when=when + timedelta(seconds=random.uniform(1, 120)),  # noqa: S311 - spread, not secrecy
    )
