"""The one door to a fresh access token."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.credentials import credential_of, expires_with_consent, keep_refreshed
from accounts.models import Credential, User
from accounts.sealing import unseal
from problems.kinds import Problem, Reconnect, TryLater
from providers.oauth import GrantRefused, renew, vendor
from providers.outages import WINDOW, is_outage, is_over

# A token that ends sooner is renewed first: a page of Spotify or one write at Google fits into it.
MARGIN = timedelta(seconds=90)
# Outlasts the token endpoint's time-outs; a process killed while refreshing blocks others no longer than this.
CLAIM = timedelta(seconds=30)
# A refresh under way is over by then, as a rule; nobody who could do other work sleeps meanwhile.
IN_A_MOMENT = timedelta(seconds=3)
AFTER_A_FAILURE = timedelta(minutes=1)


def access_token(user: User, provider: str, *, force: bool = False) -> str:
    """A token that is good for the next minute at least. `force` after a 401: the stored one is not believed.

    Whoever wins the claim makes the one request; the others come again when it is over.
    Raises `Reconnect`, `TryLater`, or `AskOperator`. Never call it inside a transaction.
    """
    first = credential_of(user, provider)
    if not force and _is_fresh(first):
        return unseal(first.access_sealed)
    if _claim(first):
        return _refresh(first)
    return _outcome_of_another(first)


def _is_fresh(credential: Credential) -> bool:
    dead = credential.state == Credential.State.DEAD
    return not dead and credential.expires_at > timezone.now() + MARGIN


def _claim(seen: Credential) -> bool:
    """Whether the right to refresh is ours. It is only to be had for the token that we have seen."""
    _refuse_what_cannot_be_renewed(seen)
    now = timezone.now()
    free = Q(refreshing_until__isnull=True) | Q(refreshing_until__lt=now)
    with transaction.atomic(durable=True):  # raises inside a transaction, which HTTP would keep open
        rows = Credential.objects.filter(free, pk=seen.pk, expires_at=seen.expires_at, state=seen.state)
        return bool(rows.update(refreshing_until=now + CLAIM))


def _refuse_what_cannot_be_renewed(credential: Credential) -> None:
    if credential.state == Credential.State.DEAD:
        raise consent_ended(credential)
    at = vendor(credential.provider)
    if credential.client_id != at.client_id:
        raise Reconnect(
            f"{at.key}_app_changed",
            f"This site uses another {at.name} app than when you allowed access. Connect {at.name} again.",
            vendor=at.key,
        )


def _refresh(seen: Credential) -> str:
    try:
        grant = renew(vendor(seen.provider), unseal(seen.refresh_sealed))
    except GrantRefused:
        raise handle_invalid_grant(seen) from None
    except Problem:
        Credential.objects.filter(pk=seen.pk).update(refreshing_until=None)
        raise
    if keep_refreshed(seen, grant):
        return grant.access
    return unseal(credential_of(seen.user, seen.provider).access_sealed)


def _outcome_of_another(seen: Credential) -> str:
    """What whoever holds the claim has got, if they have it by now."""
    now_there = credential_of(seen.user, seen.provider)
    if now_there.expires_at != seen.expires_at and _is_fresh(now_there):
        return unseal(now_there.access_sealed)
    if now_there.state == Credential.State.DEAD:
        raise consent_ended(now_there)
    if now_there.refreshing_until is not None:
        raise TryLater(
            f"{seen.provider}_token_busy",
            f"The permission at {seen.get_provider_display()} is being renewed at this very moment. Nothing is lost: a"
            " few seconds later it is there.",
            when=timezone.now() + IN_A_MOMENT,
        )
    # They failed: asking again at once would only add to the vendor's trouble.
    raise TryLater(
        f"{seen.provider}_token_unavailable",
        f"The permission at {seen.get_provider_display()} could not be renewed just now. It is tried again by"
        " itself.",
        when=timezone.now() + AFTER_A_FAILURE,
    )


# A vendor's hiccup is over by then; said again later than this it is believed.
DOUBT = timedelta(minutes=15)


def handle_invalid_grant(seen: Credential) -> Problem:
    """Notes that the vendor refused the refresh token in `seen`, and says what follows from it."""
    now = timezone.now()
    row = Credential.objects.filter(pk=seen.pk, refresh_sealed=seen.refresh_sealed)
    doubted_at = seen.doubted_at or now
    row.update(state=Credential.State.DOUBTED, doubted_at=doubted_at, refused_at=now, refreshing_until=None)
    if now < doubted_at + DOUBT:
        return _later(seen, doubted_at + DOUBT)
    if not is_over(doubted_at, now) and refused_by_outage(seen.provider, seen.client_id, now):
        return _later(seen, now + DOUBT)
    # The tokens are worth nothing any more: they are not kept.
    row.update(state=Credential.State.DEAD, access_sealed="", refresh_sealed="")
    return consent_ended(seen)


def consent_ended(credential: Credential) -> Reconnect:
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


def refused_by_outage(provider: str, client_id: str, now: datetime) -> bool:
    """Whether so many refreshes were refused lately that it must be the vendor's outage (`providers.outages`).

    People whose consent is older than a vendor's limit do not count: many of them may end on one day.
    """
    since = now - WINDOW
    lately = Credential.objects.filter(
        Q(refused_at__gte=since) | Q(refreshed_at__gte=since), provider=provider, client_id=client_id
    ).exclude(provider=Credential.Provider.SPOTIFY, authorized_at__lt=now - timedelta(days=180))
    return is_outage(lately.filter(refused_at__gte=since).count(), lately.count())
