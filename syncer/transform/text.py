"""Text that any database can store: PostgreSQL takes neither NUL nor half a surrogate pair."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Any

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
KEY_LENGTH = 300


def clean(value: Any, field: str, oddities: list[str]) -> str:
    """The text of `value`; what had to be left out is named in `oddities`."""
    if value is None:
        return ""
    if not isinstance(value, str):
        oddities.append(f"{field} is not text")
        return ""
    if value.isascii() and "\0" not in value:
        return value
    if UNSTORABLE.search(value) is None:
        return value
    oddities.append(f"{field} had characters that cannot be stored")
    return UNSTORABLE.sub("", value)


def short_key(text: str) -> str:
    """`text` itself while it fits an index, else its beginning and a digest of all of it."""
    if len(text) <= KEY_LENGTH:
        return text
    digest = blake2b(text.encode(), digest_size=16).hexdigest()
    return f"{text[:100]}#{digest}"
