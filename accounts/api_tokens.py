"""The access tokens of the API: made and shown once, found by their hash, revoked at once.

    ts_4fJ0…      `ts_` and 43 random letters and digits: secret scanners find it by that

How it is made and kept: `accounts.random_secrets`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import ApiToken, User
from accounts.problems import TooManyApiTokens
from accounts.random_secrets import LENGTH, digest_of, make_secret
from accounts.security_log import SecurityEvent, log_event

PREFIX = "ts_"
SHAPE = re.compile(rf"{PREFIX}[A-Za-z0-9]{{{LENGTH}}}")
MOST_TOKENS = 20
# When a token was used is stored no more often than this: most requests write nothing.
USE_NOTED_EVERY = timedelta(minutes=1)


def make_token(
    user: User, *, name: str, scopes: Iterable[ApiToken.Scope], expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """Returns a new token, and its text, which nothing shows again. Raises `TooManyApiTokens`."""
    text = PREFIX + make_secret()
    with transaction.atomic():
        # Locked: two requests in the same moment would both find room for the last one.
        User.objects.select_for_update().get(pk=user.pk)
        if user.api_tokens.count() >= MOST_TOKENS:
            raise TooManyApiTokens(most=MOST_TOKENS)
        token = ApiToken.objects.create(
            user=user,
            name=name,
            digest=digest_of(text),
            ending=text[-4:],
            scopes=sorted({scope.value for scope in scopes}),
            expires_at=expires_at,
        )
    log_event(SecurityEvent.API_TOKEN_MADE, person=user.pk, token=token.pk)
    return token, text


def find_token(text: str) -> ApiToken | None:
    """Returns the token with its person; None if it was revoked, has expired, or its person is switched off."""
    if not SHAPE.fullmatch(text):
        return None
    now = timezone.now()
    lasting = Q(expires_at=None) | Q(expires_at__gt=now)
    tokens = ApiToken.objects.select_related("user").filter(lasting, user__is_active=True)
    token = tokens.filter(digest=digest_of(text)).first()
    if token is not None and (token.last_used_at is None or token.last_used_at <= now - USE_NOTED_EVERY):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """Returns the person's tokens, the newest first, those that have expired included."""
    return user.api_tokens.all()


def revoke_token(user: User, pk: int) -> bool:
    """Ends a token of this person; returns whether they had it."""
    token = user.api_tokens.filter(pk=pk).first()
    if token is None:
        return False
    token.delete()
    log_event(SecurityEvent.API_TOKEN_REVOKED, person=user.pk, token=pk)
    return True
