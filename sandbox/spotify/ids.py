"""Ids in Spotify's format: 22 base-62 characters."""

import hashlib
import re
import string

ALPHABET = string.digits + string.ascii_letters
LENGTH = 22
_ID = re.compile(r"[0-9A-Za-z]{22}")


def stable_id(*seed: object) -> str:
    """Returns an id that depends on nothing but the seed."""
    number = int.from_bytes(hashlib.sha256(":".join(map(str, seed)).encode()).digest()[:16], "big")
    letters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(reversed(letters))


def is_id(text: str) -> bool:
    """Returns whether the text has the format of an id."""
    return _ID.fullmatch(text) is not None
