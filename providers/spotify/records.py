"""What Spotify sent, before it is transformed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """One page of saved tracks as Spotify sent it: `items` is vendor JSON and goes no further than transform."""

    offset: int
    total: int
    items: tuple[dict[str, Any] | None, ...]


def parse_page(answer: object, offset: int) -> Page | None:
    """Returns the page at `offset`, None when the answer is not a whole one: half a page would look like removals."""
    if not isinstance(answer, dict):
        return None
    total, items = answer.get("total"), answer.get("items")
    if isinstance(total, bool) or not isinstance(total, int) or total < 0 or not isinstance(items, list):
        return None
    return Page(offset=offset, total=total, items=tuple(items))
