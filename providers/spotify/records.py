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
