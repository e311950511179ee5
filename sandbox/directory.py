"""Every vendor of the sandbox."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sandbox import control, pages, spotify
from sandbox.messages import Response
from sandbox.routes import Routes

if TYPE_CHECKING:
    from sandbox.world import World


def all_routes() -> Routes:
    routes = Routes()
    pages.register(routes)
    control.register(routes)
    spotify.register(routes)
    if Path(__file__).with_name("google").joinpath("__init__.py").exists():  # until that room is built
        from sandbox import google

        google.register(routes)
    return routes


def named_answer(world: World, vendor: str, name: str, retry_after: int | None) -> Response:
    """A vendor's own answer by its name in a fault, as `{"google": "quota", "retry_after": 60}` asks for it.

    Each vendor has it as `sandbox.<vendor>.faults.answer(world, name, retry_after) -> Response`.
    """
    if vendor == "google":
        from sandbox.google import faults as google_faults

        return google_faults.answer(world, name, retry_after)
    from sandbox.spotify import faults as spotify_faults

    return spotify_faults.answer(world, name, retry_after)
