"""All vendors of the sandbox."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sandbox import control, enrichment, google, index_page, spotify
from sandbox.google import faults as google_faults
from sandbox.messages import Response
from sandbox.routes import Routes
from sandbox.spotify import faults as spotify_faults

if TYPE_CHECKING:
    from sandbox.world import World

NAMED_ANSWERS = {"spotify": spotify_faults.answer, "google": google_faults.answer}


@cache
def all_routes() -> Routes:
    """Returns the table of every handler.

    It is built once a process, because it holds no state of a world.
    """
    routes = Routes()
    for part in (index_page, control, spotify, google, enrichment):
        part.register(routes)
    return routes


def named_answer(world: World, vendor: str, name: str, retry_after: int | None) -> Response:
    """Returns a vendor's own response by its name in a fault, such as `{"google":

    "quota", "retry_after": 60}`.
    """
    return NAMED_ANSWERS[vendor](world, name, retry_after)
