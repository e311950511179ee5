"""Which handler answers which path, and under what names faults and counts know it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sandbox.messages import Request, Response

if TYPE_CHECKING:
    from sandbox.world import World

Handler = Callable[["World", Request], Response]

_FIELD = re.compile(r"\{(\w+)(\*?)\}")


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    pattern: re.Pattern[str]
    literal: int
    handler: Handler
    service: str
    kind: str


@dataclass(frozen=True, slots=True)
class Match:
    route: Route
    params: dict[str, str]


class Routes:
    """The table of handlers. Of several patterns that fit, the one with the most literal characters wins,
    so `{id}:batchUpdate` goes before `{id}`, in whatever order they were added."""

    def __init__(self) -> None:
        self._routes: list[Route] = []

    def add(self, method: str, pattern: str, handler: Handler, *, service: str, kind: str) -> None:
        """`{name}` matches within one path segment, `{name*}` across segments (also nothing at all)."""
        literal = len(_FIELD.sub("", pattern))
        self._routes.append(Route(method, _compile(pattern), literal, handler, service, kind))
        self._routes.sort(key=lambda route: -route.literal)

    def kinds(self) -> set[tuple[str, str]]:
        """Every (service, kind) that has a handler."""
        return {(route.service, route.kind) for route in self._routes}

    def match(self, method: str, path: str) -> Match | None:
        for route in self._routes:
            if route.method == method and (found := route.pattern.fullmatch(path)):
                return Match(route, {name: unquote(value) for name, value in found.groupdict().items()})
        return None


def _compile(pattern: str) -> re.Pattern[str]:
    parts = []
    end = 0
    for found in _FIELD.finditer(pattern):
        parts.append(re.escape(pattern[end : found.start()]))
        parts.append(f"(?P<{found[1]}>.*)" if found[2] else f"(?P<{found[1]}>[^/]+)")
        end = found.end()
    return re.compile("".join(parts) + re.escape(pattern[end:]))
