"""An example of each operation: what is sent, and what comes back. The API's document shows it, and a test plays it.

A topic has its own in its `examples.py`, by the name of the view.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Example:
    """A request and its answer. `parameters` by their names, in the path, the query or the headers."""

    answer: Any = None
    status: int = 200
    parameters: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
