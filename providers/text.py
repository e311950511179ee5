"""What the database can store of a text: PostgreSQL takes no NUL, and UTF-8 knows no half of a surrogate pair.

JSON allows both, and so do addresses, cookies and headers.
"""

from __future__ import annotations

import re

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def is_storable(text: str) -> bool:
    # Most text is ASCII, which Python knows without looking: a library has a hundred thousand strings.
    if text.isascii():
        return "\0" not in text
    return _UNSTORABLE.search(text) is None


def storable_part(value: object) -> str:
    """Returns what the database can store of a string; "" for anything else."""
    if not isinstance(value, str):
        return ""
    return value if is_storable(value) else _UNSTORABLE.sub("", value)
