"""Lock and rate limit, applied to every request to these vendors."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

from sandbox.messages import Request, Response
from sandbox.routes import Handler

if TYPE_CHECKING:
    from sandbox.world import World

Refuse = Callable[["World", int], Response]


def limited(service: str, refuse: Refuse) -> Callable[[Handler], Handler]:
    """Runs the handler under the world's lock unless the service's rate limit is exceeded.

    `refuse` returns the vendor's response to a refused request; it receives the seconds to wait.
    """

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        def check(world: World, request: Request) -> Response:
            with world.lock:
                wait = world.enrichment.limits[service].refuses(world.now())
                return handler(world, request) if wait is None else refuse(world, wait)

        return check

    return decorate
