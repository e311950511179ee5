"""What the Redis cache holds is JSON: whoever can write into Redis must not be able to run code where it is read."""

from __future__ import annotations

import json
import logging
from typing import Any

log = logging.getLogger(__name__)


class JSONSerializer:
    """Replaces the pickles of Django's Redis cache."""

    # Reference: https://docs.djangoproject.com/en/5.2/topics/cache/#redis (OPTIONS, serializer)

    def dumps(self, obj: Any) -> bytes:
        """Raises `TypeError` for what would not come back equal: a date, a tuple, keys that are no text."""
        text = json.dumps(obj)
        if json.loads(text) != obj:
            raise TypeError(f"JSON changes this value: {type(obj).__name__}")
        return text.encode("ascii")

    def loads(self, data: bytes) -> Any:
        """Returns the value, or None for what is no JSON, as if it were not there."""
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            # Not the value: nobody knows what it holds.
            log.warning("the cache holds %s bytes that are no JSON: refused", len(data))
            return None
