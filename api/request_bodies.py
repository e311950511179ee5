"""How the body of a request is read: JSON that the database can store."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from providers.text import is_storable


class StorableJsonParser(Parser):
    """Refuses a NUL and halves of surrogate pairs, which JSON can spell and `StorableTextMiddleware` does not see."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Raises `ValueError`, which is answered with `ApiRequestUnreadable`."""
        data: Any = super().parse_body(request)
        if not _is_storable(data):
            raise ValueError("text that cannot be stored")
        return data


def _is_storable(data: Any) -> bool:
    if isinstance(data, str):
        return is_storable(data)
    if isinstance(data, dict):
        return all(is_storable(key) and _is_storable(value) for key, value in data.items())
    return all(map(_is_storable, data)) if isinstance(data, list) else True
