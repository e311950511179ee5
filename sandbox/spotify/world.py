"""What Spotify knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.world import World


class SpotifyWorld:
    def __init__(self, world: World) -> None:
        self.world = world
