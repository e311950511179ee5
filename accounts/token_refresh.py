"""A fresh access token for a person, whichever worker asks, and what a refused refresh means.

`Credential.state` after each answer of the vendor to a refresh:

    09:00  invalid_grant   ACTIVE → UNCONFIRMED   it may be a failure of the vendor's: asked again from 09:15 on
    09:15  invalid_grant   UNCONFIRMED            an outage, if many people were refused lately: asked again
    09:15  invalid_grant   UNCONFIRMED → ENDED    no outage: the tokens are deleted, the person connects again
    09:00  unknown words   ACTIVE → UNCONFIRMED   asked again from 09:15 on; then the operator is asked
    any    a token         → ACTIVE
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.credentials import expires_with_consent, get_credential, store_refreshed
from accounts.models import Credential, User
from accounts.problems import (
    AccessEnded,
    AccessUnconfirmed,
    AppChanged,
    ConsentExpired,
    RefreshFailed,
    RefreshInProgress,
)
from accounts.sealing import unseal
from problems.kinds import Problem, Reconnect
from providers.outages import WINDOW, is_outage, is_over
from providers.token_endpoint.client import refresh_access_token
from providers.token_endpoint.credentials import oauth_app
from providers.token_endpoint.errors import InvalidGrant
from providers.token_endpoint.problems import RefreshRefused

# A token that ends sooner is refreshed first: a page of Spotify or one write at Google fits into it.
MARGIN = timedelta(seconds=90)
# Outlasts the token endpoint's time-outs; a process killed while refreshing blocks others no longer than this.
CLAIM = timedelta(seconds=30)
# A refresh in progress is over by then, as a rule. A run waits as a row: no worker sleeps meanwhile.
IN_A_MOMENT = timedelta(seconds=3)
AFTER_A_FAILURE = timedelta(minutes=1)
# A short failure of the vendor's is over by then: `invalid_grant` after that is believed.
CONFIRMATION_WAIT = timedelta(minutes=15)


def access_token(user: User, provider: str, *, force: bool = False) -> str:
    """Returns a token that is valid for the next minute at least. `force` after a 401: the stored one is not used.

    One worker at a time refreshes a token. The others are asked to come again: raises `RefreshInProgress`, or
    `RefreshFailed`, and whatever a refresh raises (`Reconnect`, `TryLater`, `AskOperator`).
    Never call it inside a transaction.
    """
    seen = get_credential(user, provider)
    if not force and _is_fresh(seen):
        return unseal(seen.access_sealed)
    if _claim(seen):
        return _refresh(seen)
    return _outcome_of_other_worker(seen)


def _is_fresh(credential: Credential) -> bool:
    ended = credential.state == Credential.State.ENDED
    return not ended and credential.expires_at > timezone.now() + MARGIN


def _claim(seen: Credential) -> bool:
    """Takes the right to refresh, and returns whether it was free. Raises as `_require_refreshable`."""
    _require_refreshable(seen)
    now = timezone.now()
    free = Q(refreshing_until__isnull=True) | Q(refreshing_until__lt=now)
    # Durable: raises inside a transaction, which the HTTP request would keep open for seconds.
    with transaction.atomic(durable=True):
        # Only for the token that was seen: a worker that comes late would refresh what was refreshed just now.
        rows = Credential.objects.filter(free, pk=seen.pk, expires_at=seen.expires_at, state=seen.state)
        return bool(rows.update(refreshing_until=now + CLAIM))


def _require_refreshable(credential: Credential) -> None:
    """Raises `Reconnect` for a permission that has ended or was given to another app."""
    if credential.state == Credential.State.ENDED:
        raise consent_ended(credential)
    # The vendor would answer `invalid_grant`, and the person would learn of it a quarter of an hour later.
    if credential.client_id != oauth_app(credential.provider).client_id:
        raise AppChanged(vendor=credential.provider)


def _refresh(seen: Credential) -> str:
    """Raises what `refresh_access_token`, `handle_invalid_grant` and `handle_unknown_refusal` give."""
    try:
        grant = refresh_access_token(oauth_app(seen.provider), unseal(seen.refresh_sealed))
    except InvalidGrant:
        raise handle_invalid_grant(seen) from None
    except RefreshRefused as refusal:
        raise handle_unknown_refusal(seen, refusal) from None
    except Problem:
        Credential.objects.filter(pk=seen.pk).update(refreshing_until=None)
        raise
    if store_refreshed(seen, grant):
        return grant.access
    return unseal(get_credential(seen.user, seen.provider).access_sealed)


def _outcome_of_other_worker(seen: Credential) -> str:
    """Returns the token that the worker with the claim has got by now. Raises a `Problem` when there is none."""
    current = get_credential(seen.user, seen.provider)
    if current.expires_at != seen.expires_at and _is_fresh(current):
        return unseal(current.access_sealed)
    if current.state == Credential.State.ENDED:
        raise consent_ended(current)
    if current.refreshing_until is not None:
        raise RefreshInProgress(vendor=seen.provider, when=timezone.now() + IN_A_MOMENT)
    # Asking again at once would only add to the vendor's trouble.
    raise RefreshFailed(vendor=seen.provider, when=timezone.now() + AFTER_A_FAILURE)


def handle_invalid_grant(seen: Credential) -> Problem:
    """Stores that the vendor refused the refresh token in `seen`; returns the problem that follows from it."""
    now = timezone.now()
    # Only while the token is the one that was refused: a sign-in meanwhile has brought a new one.
    row = Credential.objects.filter(pk=seen.pk, refresh_sealed=seen.refresh_sealed)
    since = _refused_since(seen) or now
    row.update(
        state=Credential.State.UNCONFIRMED, unconfirmed_since=since, refused_at=now, refreshing_until=None
    )
    if now < since + CONFIRMATION_WAIT:
        return _unconfirmed(seen, since + CONFIRMATION_WAIT)
    if not is_over(since, now) and refused_by_outage(seen.provider, seen.client_id, now):
        return _unconfirmed(seen, now + CONFIRMATION_WAIT)
    # The tokens are worth nothing any more: they are not kept.
    row.update(state=Credential.State.ENDED, access_sealed="", refresh_sealed="")
    return consent_ended(seen)


def _refused_since(seen: Credential) -> datetime | None:
    """Returns since when `invalid_grant` is the answer. Another refusal before it is no look at this one."""
    since = seen.unconfirmed_since
    return since if since and seen.refused_at and seen.refused_at >= since else None


def handle_unknown_refusal(seen: Credential, refusal: RefreshRefused) -> Problem:
    """Stores that the vendor refused for an unknown reason; returns a wait, and `refusal` once it has lasted."""
    now = timezone.now()
    since = seen.unconfirmed_since or now
    row = Credential.objects.filter(pk=seen.pk, refresh_sealed=seen.refresh_sealed)
    row.update(state=Credential.State.UNCONFIRMED, unconfirmed_since=since, refreshing_until=None)
    if now < since + CONFIRMATION_WAIT:
        return _unconfirmed(seen, since + CONFIRMATION_WAIT)
    return refusal


def consent_ended(credential: Credential) -> Reconnect:
    """Returns the problem of a permission that is over: expired by the vendor's rule, or revoked."""
    expiry = expires_with_consent(credential)
    if expiry and expiry <= timezone.now():
        return ConsentExpired(vendor=credential.provider)
    return AccessEnded(vendor=credential.provider)


def _unconfirmed(credential: Credential, when: datetime) -> AccessUnconfirmed:
    # Spread, so that all who were refused in an outage do not come back in one second.
    spread = timedelta(seconds=random.uniform(1, 120))  # noqa: S311 - spread, not secrecy
    return AccessUnconfirmed(vendor=credential.provider, when=when + spread)


def refused_by_outage(provider: str, client_id: str, now: datetime) -> bool:
    """Whether so many refreshes were refused lately that it must be the vendor's outage (`providers.outages`)."""
    since = now - WINDOW
    recent = Credential.objects.filter(
        Q(refused_at__gte=since) | Q(refreshed_at__gte=since), provider=provider, client_id=client_id
    )
    # Consents older than Spotify's limit end by themselves, many of them on one day: that is no outage.
    recent = recent.exclude(provider=Credential.Provider.SPOTIFY, authorized_at__lt=now - timedelta(days=180))
    return is_outage(recent.filter(refused_at__gte=since).count(), recent.count())
