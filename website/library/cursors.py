"""Where a page of the library begins, as a part of its address."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from math import isfinite

from library.search import Place, PlaceValue, Sorting
from providers.text import is_storable

_MOMENTS = {"added", "removed"}
_TEXTS = {"title", "artist", "album", "release_date"}


def encode_place(place: Place) -> str:
    """Returns the cursor of the page behind a place."""
    value = place.value.astimezone(UTC).isoformat() if isinstance(place.value, datetime) else place.value
    return base64.urlsafe_b64encode(json.dumps([value, place.pk]).encode()).decode().rstrip("=")


def decode_place(cursor: str, sorting: Sorting) -> Place | None:
    """Returns the place of a cursor; None for none, and for one that belongs to another order: its list begins anew."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        value, pk = json.loads(base64.urlsafe_b64decode(padded.encode()))
        return Place(_typed(value, sorting), pk) if type(pk) is int else None
    except (ValueError, TypeError):
        return None


def _typed(value: object, sorting: Sorting) -> PlaceValue:
    """Raises `ValueError` for a value that the order cannot have."""
    match sorting.by, value:
        case "added" | "removed", str(text):
            moment = datetime.fromisoformat(text)
            # Others could leave the calendar when they are compared.
            if moment.utcoffset() == UTC.utcoffset(None):
                return moment
        case by, str(text) if by in _TEXTS and is_storable(text):
            return text
        case by, None if by not in {*_TEXTS, "added"}:
            return None
        case "duration", int(number) if not isinstance(number, bool):
            return number
        case by, int(number) | float(number) if by not in {*_TEXTS, *_MOMENTS, "duration"} and isfinite(
            number
        ):
            return float(number)
    raise ValueError
