"""What a run says about the sheet: codes, ids, counts and addresses, which pages put into words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_MAX_LISTED = 50


def first_of(name: str, items: Sequence[Any]) -> dict[str, Any]:
    """Returns a list under its name, and how many items are not in it under `…_more`."""
    # a person may have emptied the whole tab: enough to understand what was put right
    more = len(items) - _MAX_LISTED
    return {name: list(items[:_MAX_LISTED])} | ({f"{name}_more": more} if more > 0 else {})
