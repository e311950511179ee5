"""Secrets that are shown to their owner once: random, and kept as hashes.

A hash without a salt or a work factor is enough: 256 random bits cannot be guessed, as passwords can be
(docs/decisions/0018-api-tokens.md).
"""

from __future__ import annotations

import hashlib
import secrets
import string

# 62 ** 43 is just above 2 ** 256.
LENGTH = 43
ALPHABET = string.ascii_letters + string.digits


def make_secret() -> str:
    """Returns random letters and digits that nobody guesses."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def digest_of(text: str) -> str:
    """Returns what the database keeps of a secret."""
    return hashlib.sha256(text.encode()).hexdigest()
