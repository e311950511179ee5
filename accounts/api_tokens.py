"""The access tokens of the API: made and shown once, found by their hash, revoked at once.

    ts_4fJ0…      `ts_` and 43 random letters and digits: secret scanners find it by that

A hash without a salt or a work factor is enough: 256 random bits cannot be guessed, as passwords can be
(docs/decisions/0018-api-tokens.md).
"""

from __future__ import annotations

import hashlib
import re
import secrets
import string
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import ApiToken, User
from accounts.problems import TooManyApiTokens
from accounts.security_log import SecurityEvent, log_event

PREFIX = "ts_"
# 62 ** 43 is just above 2 ** 256.
LENGTH = 43
ALPHABET = string.ascii_letters + string.digits
SHAPE = re.compile(rf"{PREFIX}[A-Za-z0-9]{{{LENGTH}}}")
MOST_TOKENS = 20
# When a token was used is stored no more often than this: most requests write nothing.
USE_NOTED_EVERY = timedelta(minutes=1)


def make_token(
    user: User, *, name: str, scopes: Iterable[ApiToken.Scope], expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """Returns a new token, and its text, which nothing shows again. Raises `TooManyApiTokens`."""
    if user.api_tokens.count() >= MOST_TOKENS:
        raise TooManyApiTokens(most=MOST_TOKENS)
    text = PREFIX + make_secret()
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


def make_secret() -> str:
    """Returns random letters and digits that nobody guesses."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def digest_of(text: str) -> str:
    """Returns what the database keeps of a secret."""
    return hashlib.sha256(text.encode()).hexdigest()
