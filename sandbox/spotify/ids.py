"""Ids as Spotify makes them: 22 characters of base 62."""

import hashlib
import re
import string

ALPHABET = string.digits + string.ascii_letters
LENGTH = 22
_ID = re.compile(r"[0-9A-Za-z]{22}")


def stable_id(*seed: object) -> str:
    """Always the same id for the same seed."""
    number = int.from_bytes(hashlib.sha256(":".join(map(str, seed)).encode()).digest()[:16], "big")
    letters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(reversed(letters))


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None
