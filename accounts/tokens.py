"""The one door to a fresh access token."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.credentials import credential_of, keep_refreshed
from accounts.doubt import ended, refused
from accounts.models import Credential, User
from accounts.problems import Problem, Reconnect, TryLater
from accounts.sealing import unseal
from accounts.token_endpoint import GrantRefused, renew
from accounts.vendors import vendor

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
        raise ended(credential)
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
        raise refused(seen) from None
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
        raise ended(now_there)
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
