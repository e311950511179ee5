"""Maps paths to handlers, and to the service and kind under which faults and counts refer to them."""

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
    """A handler, with the pattern of its paths and the number of literal characters in it."""

    method: str
    pattern: re.Pattern[str]
    first_segment: str | None
    """The first segment of the path; None when it contains a field."""
    literal: int
    handler: Handler
    service: str
    kind: str


@dataclass(frozen=True, slots=True)
class Match:
    """The route for a request, and the unquoted values of its fields."""

    route: Route
    params: dict[str, str]


class Routes:
    """The table of handlers.

    When several patterns match, the one with the most literal characters wins, so that `{id}:batchUpdate`
    takes precedence over `{id}` in whatever order they were added.
    """

    def __init__(self) -> None:
        self._routes: list[Route] = []
        self._first_segments: set[str | None] = set()
        self._candidates: dict[tuple[str, str | None], list[Route]] = {}

    def add(self, method: str, pattern: str, handler: Handler, *, service: str, kind: str) -> None:
        """Adds a handler.

        `{name}` matches within one path segment, `{name*}` across segments and may be empty.
        """
        literal, first = len(_FIELD.sub("", pattern)), _first_segment(pattern)
        route = Route(
            method, _compile(pattern), None if "{" in first else first, literal, handler, service, kind
        )
        self._routes.append(route)
        self._first_segments.add(route.first_segment)
        self._candidates.clear()

    def kinds(self) -> set[tuple[str, str]]:
        """Returns every (service, kind) that has a handler."""
        return {(route.service, route.kind) for route in self._routes}

    def match(self, method: str, path: str) -> Match | None:
        """Returns the route for a request and the values of its fields, or None when no route fits."""
        for route in self._candidates_for(method, path):
            if found := route.pattern.fullmatch(path):
                return Match(route, {name: unquote(value) for name, value in found.groupdict().items()})
        return None

    def _candidates_for(self, method: str, path: str) -> list[Route]:
        """Returns the few routes that share method and first path segment, in order of precedence."""
        first = _first_segment(path)
        key = (method, first if first in self._first_segments else None)
        if key not in self._candidates:
            fitting = (r for r in self._routes if r.method == method and r.first_segment in (key[1], None))
            self._candidates[key] = sorted(fitting, key=lambda route: -route.literal)
        return self._candidates[key]


def _first_segment(path: str) -> str:
    return path.removeprefix("/").partition("/")[0]


def _compile(pattern: str) -> re.Pattern[str]:
    parts = []
    end = 0
    for found in _FIELD.finditer(pattern):
        parts.append(re.escape(pattern[end : found.start()]))
        parts.append(f"(?P<{found[1]}>.*)" if found[2] else f"(?P<{found[1]}>[^/]+)")
        end = found.end()
    return re.compile("".join(parts) + re.escape(pattern[end:]))
